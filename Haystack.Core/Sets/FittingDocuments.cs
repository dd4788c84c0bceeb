using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Sets;

/// <summary>Finds out which documents of a plan can be made, by making each of them once.</summary>
/// <param name="options">What is measured.</param>
/// <param name="notice">Takes what is left out, and why.</param>
internal sealed class FittingDocuments(SweepOptions options, Action<string> notice)
{
    /// <summary>
    /// The documents of every rung, each made once to see that it can be. Rungs of the ladder that are too small for
    /// so many facts are left out, and said to be; a context length that was asked for is never left out.
    /// </summary>
    public IReadOnlyList<DocumentSet> Of(
        TextSources sources, ModelTokenizer tokenizer, IReadOnlyList<Rung> ladder, int templateTokens, string model)
    {
        for (var first = 0; ; first++)
        {
            try
            {
                var sets = DocumentSets.Create(options, sources, tokenizer, [.. ladder.Skip(first)], templateTokens);
                foreach (var set in sets)
                    Parallel.For(0, set.Count, index => set.Build(index));
                RequireLegible(sets);
                foreach (var line in sets.SelectMany(s => s.Substitutes).Distinct(StringComparer.Ordinal))
                    notice($"{model}: {line}");
                return sets;
            }
            catch (Exception e) when (Fit(e) is { } fit)
            {
                if (options.Contexts.Count > 0 || first == ladder.Count - 1)
                    throw new HaystackException(fit.Message, e);
                notice($"{model}: leaving out {TokenSize.Format(ladder[first].ContextTokens)}: {fit.Message}");
            }
            catch (AggregateException e) when (e.InnerExceptions.OfType<HaystackException>().FirstOrDefault() is { } fault)
            {
                throw new HaystackException(fault.Message, e);
            }
        }
    }

    /// <summary>A user's own text is read by the oracle first: one document of every family and language, the shortest.</summary>
    private void RequireLegible(IReadOnlyList<DocumentSet> sets)
    {
        if (CorpusLibrary.Shipped.Contains(options.Corpus))
            return;
        foreach (var set in sets.DistinctBy(s => (s.Family, s.Language, s.Arrangement)))
        {
            var document = set.Build(0);
            OracleProof.Read(document, set.Prompts(document, options.Arms), options.Corpus);
        }
    }

    private static DoesNotFitException? Fit(Exception e) => e switch
    {
        DoesNotFitException fit => fit,
        AggregateException many => many.InnerExceptions.OfType<DoesNotFitException>().FirstOrDefault(),
        _ => null,
    };
}
