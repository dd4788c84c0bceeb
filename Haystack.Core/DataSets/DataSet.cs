using Haystack.Documents;
using Haystack.Facts;
using Haystack.Sweeping;
using Haystack.Tokenization;

namespace Haystack.DataSets;

/// <summary>The questions of a sweep as a data set, in the order in which the sweep would ask them.</summary>
internal sealed class DataSet
{
    private readonly SweepOptions _options;
    private readonly IReadOnlyList<DocumentSet> _sets;
    private readonly TextSources _sources;
    private readonly ModelTokenizer _tokenizer;

    /// <summary>A data set of these documents.</summary>
    public DataSet(SweepOptions options, IReadOnlyList<DocumentSet> sets, TextSources sources, ModelTokenizer tokenizer)
    {
        _options = options;
        _sets = sets;
        _sources = sources;
        _tokenizer = tokenizer;
    }

    /// <summary>How many documents there are.</summary>
    public int Documents => _sets.Sum(s => s.Count);

    /// <summary>How many lines, one a question.</summary>
    public int Lines => _sets.Sum(s => s.Count * _options.QuestionsPerDocument);

    /// <summary>Tokens of all prompts, at most.</summary>
    public long Tokens => _sets.Sum(s => (long)s.Count * _options.QuestionsPerDocument * s.Rung.ContextTokens);

    /// <summary>Writes every line; memory does not grow with their number.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        var writers = _options.Languages.ToDictionary(
            l => l, l => new DataSetLines(_tokenizer.Source, new EscapedCorpus(_sources.Filler(l, _tokenizer))));
        await EachAsync((set, document) => set.Prompts(document, _options.Arms)).ConfigureAwait(false);
        if (_options.Arms.Contains(Arm.ClosedBook))
            await EachAsync((set, document) => set.ClosedBookPrompts(document, _options.Arms)).ConfigureAwait(false);

        async Task EachAsync(Func<DocumentSet, Document, IEnumerable<Prompt>> prompts)
        {
            foreach (var set in _sets)
            {
                await foreach (var document in OrderedBuilder.BuildAsync(set, Environment.ProcessorCount * 2, cancellationToken).ConfigureAwait(false))
                {
                    foreach (var prompt in prompts(set, document))
                        await output.WriteAsync(writers[set.Language].Line(document, prompt), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
