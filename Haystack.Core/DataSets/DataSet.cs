using System.Runtime.CompilerServices;
using Haystack.DataSets.Formats;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Tokenization;

namespace Haystack.DataSets;

/// <summary>The questions of a sweep as a data set, in the order in which the sweep would ask them.</summary>
internal sealed class DataSet
{
    private readonly IReadOnlyList<DocumentSet> _sets;
    private readonly TextSources _sources;
    private readonly ModelTokenizer _tokenizer;

    /// <summary>A data set of these documents.</summary>
    public DataSet(SweepOptions options, IReadOnlyList<DocumentSet> sets, TextSources sources, ModelTokenizer tokenizer)
    {
        Options = options;
        _sets = sets;
        _sources = sources;
        _tokenizer = tokenizer;
    }

    /// <summary>What it was made from.</summary>
    public SweepOptions Options { get; }

    /// <summary>What counted its tokens.</summary>
    public string Tokenizer => _tokenizer.Source;

    /// <summary>How many documents there are.</summary>
    public int Documents => _sets.Sum(s => s.Count);

    /// <summary>How many lines, one a question.</summary>
    public int Lines => _sets.Sum(s => s.Count * Options.QuestionsPerDocument);

    /// <summary>Tokens of all prompts, at most.</summary>
    public long Tokens => _sets.Sum(s => (long)s.Count * Options.QuestionsPerDocument * s.Rung.ContextTokens);

    /// <summary>Its context lengths in tokens, ascending.</summary>
    public IReadOnlyList<int> Contexts => [.. _sets.Select(s => s.Rung.ContextTokens).Distinct().Order()];

    /// <summary>Its distances in tokens, ascending.</summary>
    public IReadOnlyList<int> Distances => [.. _sets.SelectMany(s => s.Distances).Distinct().Order()];

    /// <summary>Every question, in the order in which a sweep asks them; memory does not grow with their number.</summary>
    public async IAsyncEnumerable<(Document Document, Prompt Prompt)> QuestionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var set in _sets)
        {
            await foreach (var document in OrderedBuilder.BuildAsync(set, Environment.ProcessorCount * 2, cancellationToken).ConfigureAwait(false))
            {
                foreach (var trial in Trials.InOrder(document.Plan, Options, controls: 0))
                    yield return (document, set.PromptOf(document, trial));
            }
        }

        // As in a sweep: closed-book questions last.
        foreach (var set in Options.Arms.Contains(Arm.ClosedBook) ? _sets : [])
        {
            await foreach (var document in OrderedBuilder.BuildAsync(set, Environment.ProcessorCount * 2, cancellationToken).ConfigureAwait(false))
            {
                foreach (var prompt in set.ClosedBookPrompts(document, Options.Arms))
                    yield return (document, prompt);
            }
        }
    }

    /// <summary>Every question as a line of JSON; a line is valid until the next one is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(ILineShape shape, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var writers = Options.Languages.ToDictionary(
            l => l, l => new DataSetLines(_tokenizer.Source, new EscapedCorpus(_sources.Filler(l, _tokenizer)), shape));
        try
        {
            await foreach (var (document, prompt) in QuestionsAsync(cancellationToken).ConfigureAwait(false))
                yield return writers[document.Plan.Language].Line(document, prompt);
        }
        finally
        {
            foreach (var writer in writers.Values)
                writer.Dispose();
        }
    }

    /// <summary>Writes every line.</summary>
    public async Task WriteAsync(ILineShape shape, Stream output, CancellationToken cancellationToken)
    {
        await foreach (var line in LinesAsync(shape, cancellationToken).ConfigureAwait(false))
            await output.WriteAsync(line, cancellationToken).ConfigureAwait(false);
    }
}
