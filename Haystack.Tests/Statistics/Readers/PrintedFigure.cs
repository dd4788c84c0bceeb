using Haystack.Analysis;
using Haystack.Statistics;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>An interval that a report prints, beside what is true; no ends where none is given.</summary>
/// <param name="Name">Which figure.</param>
/// <param name="Low">The lower end; null where no interval is given.</param>
/// <param name="High">The upper end; infinite where it is open.</param>
/// <param name="Truth">What it is about.</param>
internal readonly record struct PrintedFigure(string Name, double? Low, double High, double Truth)
{
    /// <summary>The columns of the table, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["D50", "D85", "per doubling", "penalty", "penalties", "pair − both", "difference"];

    /// <summary>Whether there is an interval.</summary>
    public bool IsGiven => Low is not null;

    /// <summary>Whether it holds the truth.</summary>
    public bool Covers => Low <= Truth + 1e-9 && Truth - 1e-9 <= High;

    /// <summary>Everything that a fit report prints with an interval.</summary>
    public static IEnumerable<PrintedFigure> Of(FitReport report, ReaderTruth truth, PlannedGrid grid)
    {
        yield return Distance("D50", report.Accuracy.D50, truth.D50);
        yield return Distance("D85", report.Accuracy.D85, truth.D85);
        var tested = report.Accuracy.ByDistance.Select(d => d.DistanceTokens).Where(d => d > 0).ToArray();
        yield return Plain("per doubling", report.Accuracy.ChangePerDoublingInterval, tested.Length < 2 ? 0 : truth.ChangePerDoubling(tested[0], tested[^1]));
        foreach (var penalty in report.Penalties)
        {
            yield return Plain(
                penalty == report.Penalty ? "penalty" : "penalties", penalty.DropInterval, truth.Penalty(grid, penalty.NearTokens, penalty.FarTokens));
        }

        foreach (var row in report.Decomposition)
            yield return Plain("pair − both", row.DifferenceInterval, truth.CombiningLoss(grid, row.ContextTokens, row.DistanceTokens));
    }

    /// <summary>The interval of a comparison of two readers of one kind.</summary>
    public static PrintedFigure Of(Comparison comparison) => Plain("difference", comparison.DifferenceInterval, 0);

    private static PrintedFigure Plain(string name, Interval? interval, double truth) =>
        new(name, interval?.Low, interval?.High ?? double.NaN, truth);

    private static PrintedFigure Distance(string name, TokenDistance distance, double truth) => distance switch
    {
        { Low: null, High: null } => new(name, null, double.NaN, truth),
        _ => new(name, distance.Low ?? 0, distance.HighBeyond ? double.PositiveInfinity : distance.High ?? double.PositiveInfinity, truth),
    };
}
