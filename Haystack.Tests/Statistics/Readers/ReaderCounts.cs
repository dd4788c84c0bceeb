namespace Haystack.Tests.Statistics.Readers;

/// <summary>The counts of a <see cref="ReaderTally"/>, as they are stored.</summary>
/// <param name="Runs">Sweeps.</param>
/// <param name="Halves">Those that came to a D50.</param>
/// <param name="Report">Those with a false sentence in the report.</param>
/// <param name="Gate">At a gate.</param>
/// <param name="Comparison">In a comparison.</param>
/// <param name="Figures">For each figure: intervals that hold the truth, that were given, that were asked for.</param>
/// <param name="Claims">How often each false sentence was said.</param>
internal sealed record ReaderCounts(
    int Runs, int Halves, int Report, int Gate, int Comparison, IReadOnlyDictionary<string, int[]> Figures, IReadOnlyDictionary<string, int> Claims);
