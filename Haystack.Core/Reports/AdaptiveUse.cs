using System.Globalization;
using Haystack.Plots;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>What an adaptive sweep planned and used, in words.</summary>
internal static class AdaptiveUse
{
    /// <summary>One sentence; empty where the sweep asked the same number of documents everywhere.</summary>
    public static string Of(RunData run)
    {
        string Width(string name) => run.Manifest.GetValueOrDefault(name) ?? "";
        var (cells, half) = (Width("ci_width"), Width("d50_width"));
        if ((cells.Length == 0 && half.Length == 0) || !int.TryParse(Width("documents"), NumberStyles.None, CultureInfo.InvariantCulture, out var each))
            return "";
        var places = run.Trials.Select(t => (t.ContextTokens, t.Family, t.Language, t.Arrangement)).Distinct().Count();
        var used = run.Trials.GroupBy(t => t.Model, StringComparer.Ordinal).Select(g => g.Select(t => t.DocumentId).Distinct(StringComparer.Ordinal).Count()).ToArray();
        if (used.Length == 0)
            return "";
        string[] goals = [.. new[] { (cells, $"intervals of cells narrower than {cells}"), (half, $"an interval of D50 of less than {half} doublings") }.Where(g => g.Item1.Length > 0).Select(g => g.Item2)];
        var spent = used.Min() == used.Max() ? TokenText.Count(used.Max()) : $"{TokenText.Count(used.Min())} to {TokenText.Count(used.Max())}";
        return $"Adaptive, for {string.Join(" and ", goals)}: {spent} of at most {TokenText.Count(each * places)} documents a model were used.";
    }
}
