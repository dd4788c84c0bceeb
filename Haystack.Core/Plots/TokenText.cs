using System.Globalization;

namespace Haystack.Plots;

/// <summary>Token counts, shares and counts as people read them. Nothing is rounded that the reader could take for exact.</summary>
internal static class TokenText
{
    /// <summary><c>4k</c> for 4096, <c>1m</c> for 1048576; other counts in full with separators.</summary>
    public static string Exact(int tokens) => tokens switch
    {
        >= 1 << 20 when tokens % (1 << 20) == 0 => Invariant($"{tokens >> 20}m"),
        >= 1 << 10 when tokens % (1 << 10) == 0 => Invariant($"{tokens >> 10}k"),
        _ => Count(tokens),
    };

    /// <summary>A measured number of tokens to two or three digits: <c>840</c>, <c>5.2k</c>, <c>31k</c>.</summary>
    public static string Rounded(double tokens) => tokens switch
    {
        < 1000 => Math.Round(tokens).ToString("0", CultureInfo.InvariantCulture),
        < 10 * 1024 => Invariant($"{tokens / 1024:0.0}k"),
        < 1000 * 1024 => Invariant($"{tokens / 1024:0}k"),
        _ => Invariant($"{tokens / (1024 * 1024):0.0}m"),
    };

    /// <summary>As <see cref="Rounded"/>, but never more than it is: for lower bounds.</summary>
    public static string RoundedDown(double tokens) => tokens switch
    {
        < 1000 => Math.Floor(tokens).ToString("0", CultureInfo.InvariantCulture),
        < 10 * 1024 => Invariant($"{Math.Floor(tokens / 102.4) / 10:0.0}k"),
        < 1000 * 1024 => Invariant($"{Math.Floor(tokens / 1024):0}k"),
        _ => Invariant($"{Math.Floor(tokens / (102.4 * 1024)) / 10:0.0}m"),
    };

    /// <summary>As <see cref="Exact"/> where that is short, else as <see cref="Rounded"/>.</summary>
    public static string Short(int tokens) => tokens >= 1024 && tokens % 1024 == 0 ? Exact(tokens) : Rounded(tokens);

    /// <summary>With thousands separators.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Whole per cent; 100% and 0% only where it is all and none.</summary>
    public static string Percent(Statistics.Proportion share)
    {
        if (share.Total == 0)
            return "";
        var percent = share.WholePercent;
        if (share.Successes < share.Total)
            percent = Math.Min(percent, 99);
        if (share.Successes > 0)
            percent = Math.Max(percent, 1);
        return Invariant($"{percent}%");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
