using System.Globalization;

namespace Haystack.Statistics.Curves;

/// <summary>
/// Facts on two sides of something: the middle of the document or another of its places, or the border between parts of
/// so many tokens. Far facts are, near ones seldom, so a model that loses such pairs seems to forget by distance.
/// </summary>
internal static class Partings
{
    /// <summary>"Distance falls beside it" is asked of each parting at this one-sided level before a figure is told.</summary>
    private const double SurvivesLevel = 0.05;

    private static readonly (string Name, double Place)[] Places =
        [("first_quarter", 1 / 4.0), ("first_third", 1 / 3.0), ("first_two_thirds", 2 / 3.0), ("first_three_quarters", 3 / 4.0)];

    private static readonly (string Name, int Parts)[] Shares = [("halves", 2), ("thirds", 3), ("quarters", 4)];

    private static readonly int[] Sizes = [1024, 2048, 4096, 8192];

    /// <summary>Names of terms, and whether the facts of each pattern are parted so: 1 or 0.</summary>
    public static IEnumerable<(string Name, double[] Column)> Of(CurveData data)
    {
        foreach (var (name, place) in Places)
            yield return ($"across_the_end_of_the_{name}", Column(data, (low, high, _) => low < place && place < high));
        foreach (var (name, parts) in Shares)
            yield return ($"across_{name}", Column(data, (low, high, _) => Math.Floor(low * parts) != Math.Floor(high * parts)));
        foreach (var size in Sizes)
        {
            yield return ($"across_parts_of_{size.ToString(CultureInfo.InvariantCulture)}_tokens",
                Column(data, (low, high, tokens) => Math.Floor(low * tokens / size) != Math.Floor(high * tokens / size)));
        }
    }

    /// <summary>Whether a term is one of these.</summary>
    public static bool Is(string term) => term.StartsWith("across_", StringComparison.Ordinal);

    /// <summary>A term in words: facts that stand …, such as <c>across halves of the document</c>.</summary>
    public static string Text(string term) => $"{term.Replace('_', ' ')}{(term.EndsWith("tokens", StringComparison.Ordinal) ? "" : " of the document")}";

    /// <summary>The parting beside which no fall with distance is left that would be sure; null where distance survives beside each.</summary>
    public static string? Rival(CurveData data, CurveTerms terms)
    {
        foreach (var (name, column) in Of(data))
        {
            if (terms.With(data, column) is { } beside && RobustScores.DistanceEffect(data, beside).P >= SurvivesLevel)
                return name;
        }

        return null;
    }

    private static double[] Column(CurveData data, Func<double, double, double, bool> isParted) =>
        [.. data.Position.Select((p, i) => isParted(p - data.HalfSpan[i], p + data.HalfSpan[i], Math.Pow(2, data.Length[i])) ? 1.0 : 0)];
}
