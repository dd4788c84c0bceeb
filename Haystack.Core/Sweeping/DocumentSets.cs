using Haystack.Documents;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Sweeping;

/// <summary>Crosses context lengths, families, languages and arrangements into sets of documents.</summary>
internal static class DocumentSets
{
    private const int Samples = 8;

    /// <summary>The largest distance is a multiple of this, so that it is the same for all documents of a rung.</summary>
    private const int DistanceStep = 128;

    /// <summary>Room for facts longer than the sampled ones.</summary>
    private const int SampleMargin = 32;

    /// <summary>All sets for one tokenizer, shortest prompts first.</summary>
    /// <exception cref="HaystackException">A distance fits nowhere, or a rung is too small for its facts.</exception>
    public static IReadOnlyList<DocumentSet> Create(
        SweepOptions options, TextSources sources, ModelTokenizer tokenizer, IReadOnlyList<Rung> rungs, int templateTokens)
    {
        var sets = new List<DocumentSet>();
        foreach (var rung in rungs)
        {
            foreach (var language in options.Languages)
            {
                var filler = sources.Filler(language, tokenizer);
                var builder = new DocumentBuilder(filler, sources.Facts(language), sources.Wording(language), options.Placements, templateTokens);
                foreach (var family in options.Families)
                {
                    foreach (var arrangement in options.Arrangements)
                    {
                        DocumentPlanner Planner(IReadOnlyList<int> distances) => new(
                            options, sources.Corpus(language).Sha256, family, language, rung.ContextTokens, distances, arrangement);
                        var largest = TokenScale.ToServer(tokenizer, LargestDistance(options, Planner([0]), builder));
                        if (largest > DistanceStep)
                            largest = largest / DistanceStep * DistanceStep;
                        var distances = DistanceGrid.For(options.Distances, rung.ContextTokens, largest);
                        if (distances.FirstOrDefault(d => d > 0 && TokenScale.ToCounted(tokenizer, d) < builder.LeastStretch) is > 0 and var tooShort)
                            throw new HaystackException(
                                $"--distances {tooShort}: stretches shorter than {builder.LeastStretch} tokens cannot be made exact from corpus '{sources.Corpus(language).Name}' (0 can: facts side by side)");
                        sets.Add(new DocumentSet(rung, family, language, arrangement, distances, Planner(distances), builder, options.Documents)
                        {
                            LargestDistance = largest,
                        });
                    }
                }
            }
        }

        foreach (var distance in options.Distances.Where(d => d.Tokens is { } tokens && !sets.Exists(s => s.Distances.Contains(tokens))))
            throw new HaystackException(
                $"--distances {distance}: the facts cannot stand that far apart in any context length asked for (the largest that fits {TokenSize.Format(rungs[^1].ContextTokens)} tokens: {sets.Max(s => s.LargestDistance)})");
        return sets;
    }

    /// <summary>The largest distance at which a chain fits a document beside all its other facts, in counted tokens; negative where none does.</summary>
    private static int LargestDistance(SweepOptions options, DocumentPlanner planner, DocumentBuilder builder)
    {
        var rooms = Enumerable.Range(0, Math.Min(Samples, options.Documents)).Select(i => builder.Measure(planner.Plan(i))).ToList();
        var room = rooms.Min(r => r.DocumentTokens) - 2 * builder.LeastStretch - options.Hops * (rooms.Max(r => r.LongestFactTokens) + SampleMargin);
        if (room < 0)
            return -1;
        return room / (options.Hops - 1);
    }
}
