using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Tests.Statistics;

/// <summary>Trial rows of a sweep by a <see cref="SimulatedReader"/>, without any text: the plan's shape and coin tosses.</summary>
internal sealed record SimulatedSweep
{
    /// <summary>The rungs, in tokens.</summary>
    public IReadOnlyList<int> Contexts { get; init; } = [4096, 16384];

    /// <summary>The grid of distances, in tokens; a rung takes those that fit.</summary>
    public IReadOnlyList<int> Distances { get; init; } = [0, 256, 1024, 2048, 3072, 8192, 14336];

    /// <summary>Documents a rung.</summary>
    public int Documents { get; init; } = 16;

    /// <summary>Chains a document.</summary>
    public int Chains { get; init; } = 8;

    /// <summary>Whether single facts are asked for as well, and found with this probability; null for the pair question alone.</summary>
    public double? SingleFacts { get; init; }

    /// <summary>The rows of one sweep.</summary>
    public IReadOnlyList<TrialRow> Run(SimulatedReader reader, Seed seed, string model = "simulated/half")
    {
        var rows = new List<TrialRow>();
        foreach (var context in Contexts)
        {
            for (var document = 0; document < Documents; document++)
                rows.AddRange(Document(reader, context, document, seed, model));
        }

        return rows;
    }

    /// <summary>The rows of one document whose chains' distances are given.</summary>
    public static IEnumerable<TrialRow> Planned(SimulatedReader reader, AllocationDocument plan, int document, Seed seed) =>
        new SimulatedSweep().Document(reader, plan.ContextTokens, document, plan.DistanceTokens, seed, "simulated/half");

    private IEnumerable<TrialRow> Document(SimulatedReader reader, int context, int document, Seed seed, string model)
    {
        var fitting = Distances.Where(d => d <= context * 7 / 8).ToArray();
        var distances = Enumerable.Range(0, Chains).Select(chain => fitting[(chain + document) % fitting.Length]).ToArray();
        return Document(reader, context, document, distances, seed, model);
    }

    private IEnumerable<TrialRow> Document(
        SimulatedReader reader, int context, int document, IReadOnlyList<int> distances, Seed seed, string model)
    {
        var stream = seed.Derive($"{context}", document).Stream();
        var own = reader.DocumentSpread * Normal(stream);
        for (var chain = 0; chain < distances.Count; chain++)
        {
            var distance = distances[chain];
            var room = (double)distance / context;
            var position = room / 2 + (1 - room) * stream.NextDouble();
            var facts = new[] { Arm.First, Arm.Second }.Where(_ => SingleFacts is not null)
                .Select(arm => (Arm: arm, Right: stream.NextDouble() < SingleFacts)).ToArray();
            var combined = stream.NextDouble() < reader.Accuracy(distance, context, position, own);
            yield return Row(Arm.Pair, combined && facts.All(f => f.Right));
            foreach (var (arm, right) in facts)
                yield return Row(arm, right);

            TrialRow Row(Arm arm, bool right) => new()
            {
                Key = $"{model}/{context}/{document}/{chain}/{arm}",
                Model = model,
                DocumentId = $"{context}/{document}",
                Chain = chain,
                Family = "link",
                Language = "en",
                Arm = arm,
                Order = chain % 2 == 0 ? FactOrder.BridgeFirst : FactOrder.BridgeLast,
                Hops = 2,
                ContextTokens = context,
                DistanceTokens = distance,
                Position = position,
                FactPosition = null,
                FirstFactPosition = position - (chain % 2 == 0 ? room : -room) / 2,
                LastFactPosition = position + (chain % 2 == 0 ? room : -room) / 2,
                ChanceLevel = reader.Chance,
                PromptTokensPlanned = context,
                PromptTokensCounted = context,
                CachedPromptTokens = chain == 0 ? 0 : context - 40,
                Outcome = right ? Outcome.Correct : Outcome.OtherChain,
                Expected = "x",
                Question = "?",
                ThinkingTokens = 100 + distance / 10,
                TotalSeconds = 1 + distance / 1000.0,
            };
        }
    }

    private static double Normal(RandomStream stream) =>
        Math.Sqrt(-2 * Math.Log(1 - stream.NextDouble())) * Math.Cos(2 * Math.PI * stream.NextDouble());
}
