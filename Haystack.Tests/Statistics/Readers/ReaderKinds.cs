using Haystack.Facts;
using static Haystack.Tests.Statistics.Readers.ReaderKind;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>The kinds of reader that the statistics are tried with.</summary>
internal static class ReaderKinds
{
    private const double Half = 2048;

    // γ of the families: a choice of two, a value among the document's, a result that is worked out.
    private static readonly (double, double) Choice = (0.5, 0.06), LookUp = (0.1, 0.06), WorkedOut = (0.012, 0.06);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReaderKind> All { get; } =
    [
        new("distance, shallow") { Combine = Falls(Half, 3), Lapse = 0.02 },
        new("distance, steep") { Combine = Falls(Half, 30), Lapse = 0.02 },
        new("a step at 1,500 tokens") { Combine = c => c.DistanceTokens < 1500 ? 60 : -60 },
        new("cliff at adjacency, then flat") { Combine = c => c.DistanceTokens == 0 ? 60 : Odds(0.7) },
        new("cliff at adjacency, then distance") { Combine = c => c.DistanceTokens == 0 ? 60 : Falls(Half, 3)(c) },
        new("lost in the middle") { Find = (p, _) => 0.98 - 0.5 * Math.Exp(-Square((p - 0.5) / 0.2)), FactsAreFixed = false },
        new("lost at the edges") { Find = (p, _) => 0.55 + 0.43 * Math.Exp(-Square((p - 0.5) / 0.25)), FactsAreFixed = false },
        new("recency by place") { Find = (p, l) => Logistic(6 - 1.5 * Math.Log2(1 + (1 - p) * l / 128.0)) },
        new("length only") { Combine = c => 2.5 - 1.2 * Math.Log2(c.ContextTokens / 2048.0) },
        new("order only") { Combine = c => Odds(c.Order == FactOrder.BridgeFirst ? 0.92 : 0.5) },
        new("lapse of 10%") { Combine = Falls(Half, 4), Lapse = 0.1 },
        new("lapse of 20%") { Combine = Falls(Half, 4), Lapse = 0.2 },
        new("documents differ") { Combine = Falls(Half, 4), Lapse = 0.02, DocumentSpread = 1.2 },
        new("flat, documents differ") { Combine = _ => 1, DocumentSpread = 1 },
        new("flat at 80%") { Combine = _ => Odds(0.78) },
        new("perfect"),
        new("guesses everything") { Combine = _ => -60 },
        new("rises with distance") { Combine = c => -0.5 + 0.2 * Math.Log2(1 + c.DistanceTokens!.Value) },
        new("capped more when far") { Combine = Falls(8192, 5), Capped = d => 0.5 * Math.Min(1, d / 8192.0) },
        new("wrong answers missing") { Combine = Falls(Half, 4), WrongIsMissing = 0.25 },
        new("abstains, choice of two") { Combine = Falls(1024, 4), Chance = Choice, Abstains = 1 },
        new("abstains, look-up") { Combine = Falls(1024, 4), Chance = LookUp, Abstains = 1 },
        new("abstains, worked out") { Combine = Falls(1024, 4), Chance = WorkedOut, Abstains = 1 },
        new("abstains half the time, choice of two") { Combine = Falls(1024, 4), Chance = Choice, Abstains = 0.5 },
        new("guesses, choice of two") { Combine = Falls(1024, 4), Chance = Choice },
        new("interference, not tokens") { Combine = c => 3 - 1.6 * Math.Log2(1 + c.InterveningFacts) },
        new("combining fails, flat") { Find = (_, _) => 0.95, Combine = _ => Odds(0.7) },
        new("combining fails by distance, places differ")
        {
            Find = (p, _) => 0.98 - 0.3 * Math.Exp(-Square((p - 0.5) / 0.2)),
            Combine = Falls(Half, 4),
        },
        new("distance, length and order") { Combine = c => Falls(Half, 4)(c) - 0.5 * Math.Log2(c.ContextTokens / 5792.6) + (c.Order == FactOrder.BridgeFirst ? 0.7 : -0.7) },
        new("two kinds of document") { Combine = Falls(512, 4), Elsewhere = (Falls(16384, 5), 0) },
        new("place in waves") { Find = (p, _) => 0.8 + 0.19 * Math.Cos(12 * Math.PI * p), FactsAreFixed = false },
        new("a cliff at 700 tokens, then flat") { Combine = c => c.DistanceTokens < 700 ? Odds(0.95) : Odds(0.6) },
        new("abstains more when far") { Combine = Falls(Half, 4), Chance = Choice, AbstainsAt = d => Math.Min(1, d / 4096.0) },
        new("lapses in every second document") { Combine = Falls(Half, 4), Elsewhere = (Falls(Half, 4), 0.25) },
        new("facts in one half only") { Combine = c => c.FirstPlace < 0.5 == c.LastPlace < 0.5 ? 3 : Odds(0.4) },
        new("facts differ") { Find = (_, _) => 0.9, FactSpread = 1.5, Combine = Falls(Half, 5) },
        new("flat, then falls from 4k on") { Combine = c => 3 - 2.5 * Math.Max(0, Math.Log2((1 + c.DistanceTokens!.Value) / 4096.0)) },
        new("a window of 8,192 tokens") { Find = (p, l) => (1 - p) * l <= 8192 ? 1 : 0, Chance = (0.1, 0.06) },
        new("facts in one third only") { Combine = c => (int)(3 * c.FirstPlace) == (int)(3 * c.LastPlace) ? 3 : Odds(0.4) },
        new("facts in one part of 2k only") { Combine = c => (int)(c.FirstPlace * c.ContextTokens / 2048) == (int)(c.LastPlace * c.ContextTokens / 2048) ? 3 : Odds(0.3) },
        new("distance, and parted by the middle") { Combine = c => Falls(Half, 4)(c) - (c.FirstPlace < 0.5 == c.LastPlace < 0.5 ? 0 : 1.5) },
        new("a cliff at 100 tokens, then flat") { Combine = c => c.DistanceTokens < 100 ? Odds(0.95) : Odds(0.6) },
        new("a cliff at 3,000 tokens, then flat") { Combine = c => c.DistanceTokens < 3000 ? Odds(0.95) : Odds(0.6) },
        new("falls to a floor of 60%") { Combine = c => Odds(0.6 + 0.35 * Logistic(Falls(512, 6)(c))) },
        new("falls evenly, token by token") { Combine = c => Odds(Math.Max(0.02, 0.95 - c.DistanceTokens!.Value / 10000.0)) },
        new("falls with the share of the document between") { Combine = c => 4 - 14.0 * c.DistanceTokens!.Value / c.ContextTokens },
        new("good at some distances, bad at others") { Combine = c => c.DistanceTokens is 64 or 512 or 4096 ? Odds(0.5) : Odds(0.9) },
        new("rises, then falls") { Combine = c => 2.5 - 0.06 * Square(Math.Log2(1 + c.DistanceTokens!.Value) - 7) },
        new("order decides how far") { Combine = c => Falls(c.Order == FactOrder.BridgeFirst ? 512 : 8192, 4)(c) },
        new("lapses more in long documents") { Combine = c => Odds(Logistic(Falls(Half, 4)(c)) * (1 - 0.08 * Math.Log2(c.ContextTokens / 1024.0))) },
        new("tokens and facts between alike") { Combine = c => 4 - 0.25 * Math.Log2(1 + c.DistanceTokens!.Value) - 0.35 * c.InterveningFacts },
        new("holds on, then falls fast") { Combine = c => 3 - Square(c.DistanceTokens!.Value / 2500.0) },
        new("falls by steps of 1,024 tokens") { Combine = c => 3 - 0.5 * (int)(c.DistanceTokens!.Value / 1024) },
        new("power law") { Combine = c => Odds(0.97 * Math.Pow(1 + c.DistanceTokens!.Value / 200.0, -0.25)) },
        new("near and far, not between") { Combine = c => c.DistanceTokens is > 100 and < 3000 ? Odds(0.5) : Odds(0.9) },
        new("loses what stands behind 6k") { Find = (p, l) => p * l < 6000 ? 0.98 : 0.4 },
        new("the middle sinks with length") { Find = (p, l) => 0.98 - 0.12 * Math.Log2(l / 1024.0) * 4 * p * (1 - p), FactsAreFixed = false },
        new("some facts never") { Find = (_, _) => 0.8, FactSpread = 4, Combine = Falls(Half, 5) },
        new("documents differ much") { Combine = Falls(Half, 5), DocumentSpread = 2.5 },
        new("lapse of 40%") { Combine = Falls(Half, 5), Lapse = 0.4 },
        new("tires with its questions") { Combine = c => 3 - 0.5 * c.Chain },
        new("better in long documents, worse apart") { Combine = c => Falls(1024, 3)(c) + 0.8 * Math.Log2(c.ContextTokens / 5792.6) },
        new("sees the beginning and the end only") { Find = (p, l) => p * l < 512 || (1 - p) * l < 4096 ? 0.97 : 0.05 },
    ];

    private static double Square(double v) => v * v;
}
