namespace Haystack.Tests.Statistics.Readers;

/// <summary>What one simulated sweep came to.</summary>
/// <param name="Figures">The intervals printed, and those that were not given.</param>
/// <param name="ReportClaims">False sentences of its report.</param>
/// <param name="GateClaims">False verdicts of its gates.</param>
/// <param name="HasHalf">Whether it came to a D50.</param>
/// <param name="ComparisonIsFalse">Whether it was said to differ from a second reader of the same kind.</param>
internal sealed record ReaderRun(
    IReadOnlyList<PrintedFigure> Figures, IReadOnlyList<string> ReportClaims, IReadOnlyList<string> GateClaims, bool HasHalf, bool ComparisonIsFalse);
