using Haystack.Documents;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Sets;

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
                        DocumentPlanner Planner(IReadOnlyList<int> distances, Func<int, int>? mostBetween = null) => new(
                            options, sources.Corpus(language).Sha256, family, language, rung.ContextTokens, distances, arrangement, mostBetween);
                        var rooms = Rooms(options, Planner([0]), builder);
                        var longestFact = rooms.Max(r => r.LongestFactTokens) + SampleMargin;
                        var largest = TokenScale.ToServer(tokenizer, LargestDistance(options, rooms.Min(r => r.DocumentTokens), longestFact, builder));
                        if (largest > DistanceStep)
                            largest = largest / DistanceStep * DistanceStep;
                        var grid = DistanceGrid.For(options.Distances, rung.ContextTokens, largest);
                        var corpus = sources.Corpus(language).Name;
                        var distances = Exact(grid, isAskedFor: options.Distances.Count > 0, tokenizer, builder, corpus);
                        sets.Add(new DocumentSet(rung, family, language, arrangement, distances,
                            Planner(distances, d => (options.Hops - 1) * FactsBetween.Most(TokenScale.ToCounted(tokenizer, d), longestFact, builder.LeastStretch)), builder, options.Documents)
                        {
                            LargestDistance = largest,
                            Substitutes = [.. grid.Except(distances).Select(d =>
                                $"corpus '{corpus}' ({language}) has no stretches of exactly {d} tokens: distance {distances.First(other => other > d)} in the place of {d}")],
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

    /// <summary>
    /// The distances that can be made exact: one that was asked for and cannot is refused, one of the default grid gives
    /// way to the least above it that can.
    /// </summary>
    private static int[] Exact(IReadOnlyList<int> distances, bool isAskedFor, ModelTokenizer tokenizer, DocumentBuilder builder, string corpus)
    {
        return [.. distances.Select(d => d == 0 || CanMeet(d) ? d : isAskedFor ? throw Refusal(d) : Above(d)).Distinct()];

        bool CanMeet(int distance) => builder.CanMeet(TokenScale.ToCounted(tokenizer, distance));

        int Above(int distance)
        {
            var above = distance + 1;
            while (!CanMeet(above))
                above++;
            return above;
        }

        HaystackException Refusal(int distance) => new(
            $"--distances {distance}: stretches of {distance} tokens cannot be made exact from corpus '{corpus}': {Above(distance)} can, and 0 (facts side by side)");
    }

    private static List<(int DocumentTokens, int LongestFactTokens)> Rooms(SweepOptions options, DocumentPlanner planner, DocumentBuilder builder) =>
        [.. Enumerable.Range(0, Math.Min(Samples, options.Documents)).Select(i => builder.Measure(planner.Plan(i)))];

    /// <summary>The largest distance at which a chain fits a document beside all its other facts, in counted tokens; negative where none does.</summary>
    private static int LargestDistance(SweepOptions options, int documentTokens, int longestFact, DocumentBuilder builder)
    {
        var room = documentTokens - 2 * builder.LeastStretch - options.Hops * longestFact;
        if (room < 0)
            return -1;
        return room / (options.Hops - 1);
    }
}
