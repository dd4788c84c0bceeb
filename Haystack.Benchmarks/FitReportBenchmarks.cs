using BenchmarkDotNet.Attributes;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Benchmarks;

/// <summary>A hundred thousand stored trials of two models, from rows to both fit reports: to take under 4 s.</summary>
[MemoryDiagnoser]
public class FitReportBenchmarks
{
    private static readonly int[] Contexts = [4096, 8192, 16384, 32768];
    private static readonly int[] Distances = [0, 256, 1024, 2048, 4096, 8192, 16384, 28672];
    private TrialRow[] _rows = [];

    /// <summary>520 documents a rung and model, eight chains in each, three arms of every chain.</summary>
    [GlobalSetup]
    public void Setup() => _rows = [.. Rows()];

    /// <summary>Counts, curves, intervals and resampling for both models.</summary>
    [Benchmark]
    public IReadOnlyList<FitReport> Reports() => FitReport.From(_rows);

    /// <summary>Both models against each other.</summary>
    [Benchmark]
    public Comparison Compare() => PairedComparison.Between(
        ("one", [.. _rows.Where(r => r.Model == "one")]), ("two", [.. _rows.Where(r => r.Model == "two")]), Arm.Pair);

    internal static IEnumerable<TrialRow> Rows()
    {
        foreach (var model in new[] { "one", "two" })
        {
            var stream = new Seed(1).Derive(model).Stream();
            foreach (var context in Contexts)
            {
                var fitting = Distances.Where(d => d <= context * 7 / 8).ToArray();
                for (var document = 0; document < 520; document++)
                {
                    for (var chain = 0; chain < 8; chain++)
                    {
                        var distance = fitting[(chain + document) % fitting.Length];
                        var position = 0.5 + (1 - (double)distance / context) * (stream.NextDouble() - 0.5);
                        var accuracy = 0.125 + 0.85 / (1 + Math.Exp(-6 + 0.5 * Math.Log2(1 + distance)));
                        yield return Row(Arm.Pair, stream.NextDouble() < accuracy);
                        yield return Row(Arm.First, stream.NextDouble() < 0.95);
                        yield return Row(Arm.Second, stream.NextDouble() < 0.95);

                        TrialRow Row(Arm arm, bool right) => new()
                        {
                            Key = $"{model}/{context}/{document}/{chain}/{arm}",
                            Model = model,
                            DocumentId = $"{context}/{document}",
                            Chain = chain,
                            Family = "link",
                            Language = "en",
                            Arm = arm,
                            Order = FactOrder.BridgeFirst,
                            Hops = 2,
                            ContextTokens = context,
                            DistanceTokens = distance,
                            Position = position,
                            FactPosition = null,
                            ChanceLevel = 0.125,
                            PromptTokensPlanned = context,
                            PromptTokensCounted = context,
                            Outcome = right ? Outcome.Correct : Outcome.OtherChain,
                            Expected = "x",
                            Question = "?",
                            ThinkingTokens = distance / 10,
                            TotalSeconds = 1 + distance / 1000.0,
                        };
                    }
                }
            }
        }
    }
}
