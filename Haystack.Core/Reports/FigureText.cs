using System.Globalization;
using Haystack.Plots;
using Haystack.Statistics;

namespace Haystack.Reports;

/// <summary>Figures in words, the same in every report. Missing is a dash, never 0.</summary>
internal static class FigureText
{
    public const string None = "–";

    /// <summary><c>93%</c>.</summary>
    public static string Share(Proportion share) => share.Total == 0 ? None : TokenText.Percent(share);

    /// <summary><c>87–97%</c>: the Wilson interval.</summary>
    public static string Interval(Proportion share) => Wilson.Interval95(share) is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * interval.Low:0}–{100 * interval.High:0}%")
        : None;

    /// <summary>A median, to a whole number from 10 on.</summary>
    public static string Median(Quartiles? quartiles) => quartiles is null ? None
        : quartiles.Median.ToString(quartiles.Median < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    /// <summary><c>6.0 GiB</c>.</summary>
    public static string Bytes(long? bytes) => bytes is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known / (double)(1L << 30):0.0} GiB")
        : None;
}
