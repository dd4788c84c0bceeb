using System.Globalization;

namespace Haystack.Gates;

/// <summary>
/// Figures of a gate's message. Bounds are rounded away from what they bound, so that a printed bound never claims
/// more than the one that decided: a reader who compares the printed figures comes to the same verdict.
/// </summary>
internal static class GateText
{
    /// <summary>A measured share.</summary>
    public static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage, for a badge.</summary>
    public static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#}%");

    /// <summary>What somebody asked for, as they wrote it.</summary>
    public static string Exact(double value) => Math.Round(value, 9).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>A lower bound, rounded down.</summary>
    public static string Low(double value) => (Math.Floor(Math.Round(value, 9) * 10_000) / 10_000).ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>An upper bound, rounded up.</summary>
    public static string High(double value) => (Math.Ceiling(Math.Round(value, 9) * 10_000) / 10_000).ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>What an interval is called.</summary>
    public static string Interval(bool isEarly) => isEarly ? "95% interval (widened for a look before the end)" : "95% interval";
}
