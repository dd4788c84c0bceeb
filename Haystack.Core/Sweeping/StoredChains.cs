using Haystack.Facts;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>
/// Makes the chains of stored documents again, with all their questions and accepted answers. Facts do not depend on a
/// tokenizer, so neither a server nor a vocabulary is needed: which draw it was, the stored facts tell.
/// </summary>
internal sealed class StoredChains
{
    private const int MostDraws = 512;

    private readonly TextSources _sources;
    private readonly SweepOptions _options;

    /// <summary>The chains of a run.</summary>
    /// <exception cref="HaystackException">The run was made by another generator, or its corpus is not there or is another.</exception>
    public StoredChains(RunData run)
    {
        _options = ManifestOptions.Read(run.Manifest);
        _sources = new TextSources(_options, ManifestOptions.LongestContext(run, _options), static _ => { });
        foreach (var language in _options.Languages)
        {
            var now = _sources.Corpus(language).Sha256;
            if (run.Manifest.TryGetValue("corpus_sha256_" + language, out var then) && then != now)
                throw new HaystackException($"the corpus '{_options.Corpus}' ({language}) is not the one that the run was made with: its SHA-256 differs");
        }
    }

    /// <summary>The chains of a document, orphans last.</summary>
    /// <exception cref="HaystackException">No draw gives the facts that are stored.</exception>
    public IReadOnlyList<FactChain> Of(DocumentRow document)
    {
        var planted = document.Facts.ToLookup(f => f.Chain);
        // Behind the orphans come facts that belong to no question, as many as were planned between others.
        var distractors = Math.Max(0, planted.Max(f => f.Key) + 1 - _options.ChainsPerDocument - SweepDefaults.OrphansPerDocument);
        var orders = Enumerable.Range(0, _options.ChainsPerDocument).Select(chain => OrderOf([.. planted[chain]])).ToList();
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var chains = _sources.Facts(document.Language).Create(new ChainRequest
            {
                Seed = new Seed(document.Seed).Derive("facts", draw),
                Family = document.Family,
                Language = document.Language,
                Hops = _options.Hops,
                Orders = orders,
                Orphans = SweepDefaults.OrphansPerDocument,
                Distractors = distractors,
            });
            if (chains.All(chain => Matches(chain, [.. planted[chain.Index]])))
                return chains;
        }

        throw new HaystackException($"the facts of document {document.Id} cannot be made again: the program or its families differ from the run's");
    }

    private static FactOrder OrderOf(PlantedFactRow[] facts)
    {
        var first = facts.MinBy(f => f.TokenStart) ?? throw new HaystackException("a stored document lacks one of its chains");
        return first.Hop == facts.Min(f => f.Hop) ? FactOrder.BridgeFirst : FactOrder.BridgeLast;
    }

    /// <summary>The stored text has the white space before the sentence, and nothing else beside it.</summary>
    private static bool Matches(FactChain chain, PlantedFactRow[] facts) =>
        chain.Facts.Count == facts.Length
        && chain.Facts.All(fact => facts.Any(f => f.Hop == fact.Hop && f.Text.Trim() == fact.Text));
}
