using Haystack.Facts;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Rereading;

/// <summary>
/// Makes the chains of stored documents again, with all their questions and accepted answers. Facts do not depend on a
/// tokenizer, so neither a server nor a vocabulary is needed: which draw it was, the stored facts tell.
/// </summary>
internal sealed class StoredChains
{
    private const int MostDraws = 512;

    // A document's facts are in its first draws, nearly always the very first. What a store makes us draw goes with what it holds.
    private const int LeastFacts = 50_000, FactsForEachStored = 8;

    private readonly TextSources _sources;
    private readonly SweepOptions _options;
    private long _factsLeft;

    /// <summary>The chains of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="mostTokens">Up to which length prompts are made again (<see cref="ManifestOptions.LongestUnasked"/>): the filler decides what can be planted.</param>
    /// <exception cref="HaystackException">The run was made by another generator, or its corpus is not there or is another.</exception>
    public StoredChains(RunData run, int mostTokens)
    {
        _options = ManifestOptions.Read(run.Manifest);
        StoredAgreement.Require(run, run.Trials.Concat(run.ColdTrials), _options);
        _sources = new TextSources(_options, ManifestOptions.LongestContext(run, _options, mostTokens), static _ => { });
        _factsLeft = LeastFacts + FactsForEachStored * run.Documents.Sum(d => (long)d.Facts.Count);
    }

    /// <summary>The chains of a document, orphans last.</summary>
    /// <exception cref="HaystackException">No draw gives the facts that are stored.</exception>
    public IReadOnlyList<FactChain> Of(DocumentRow document)
    {
        var planted = document.Facts.ToLookup(f => f.Chain);
        // Behind the orphans come facts that belong to no question, as many as were planned between others.
        var distractors = Math.Max(0, planted.Select(f => f.Key).DefaultIfEmpty(-1).Max() + 1 - _options.ChainsPerDocument - SweepDefaults.OrphansPerDocument);
        var orders = Enumerable.Range(0, _options.ChainsPerDocument).Select(chain => OrderOf([.. planted[chain]])).ToList();
        for (var draw = 0; draw < MostDraws; draw++)
        {
            _factsLeft -= (long)(orders.Count + SweepDefaults.OrphansPerDocument + distractors) * _options.Hops;
            if (_factsLeft < 0)
                throw new HaystackException($"the facts of document {document.Id} take longer to make again than those of any run: the store is damaged, or made to");
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
