using System.Globalization;
using System.Text;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>The study as a Markdown table, a row a kind; in each cell one figure a size.</summary>
internal static class ReaderTable
{
    public static string Of(IReadOnlyList<(ReaderKind Kind, IReadOnlyList<ReaderTally> Sizes)> study)
    {
        var text = new StringBuilder("| reader | has a D50 |");
        text.AppendJoin('|', PrintedFigure.Names.Select(n => $" {n} ")).Append("| false: report | gate | comparison |\n|---|");
        text.AppendJoin('|', Enumerable.Repeat("---", PrintedFigure.Names.Count + 4)).Append("|\n");
        foreach (var (kind, sizes) in study)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Name} | {string.Join(" / ", sizes.Select(s => Percent((double)s.Halves / s.Runs)))} |");
            foreach (var name in PrintedFigure.Names)
                text.Append(CultureInfo.InvariantCulture, $" {string.Join(" / ", sizes.Select(s => Covered(s, name)))} |");
            foreach (var said in new Func<ReaderTally, int>[] { s => s.False.Report, s => s.False.Gate, s => s.False.Comparison })
                text.Append(CultureInfo.InvariantCulture, $" {string.Join(" / ", sizes.Select(s => Percent((double)said(s) / s.Runs)))} |");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>How often each gate gave a false verdict with its threshold at the truth, a row a kind; in each cell one figure a size.</summary>
    public static string Gates(IReadOnlyList<(ReaderKind Kind, IReadOnlyList<ReaderTally> Sizes)> study)
    {
        var text = new StringBuilder("| reader |");
        text.AppendJoin('|', PrintedClaims.GateVerdicts.Select(n => $" {n} ")).Append("|\n|---|");
        text.AppendJoin('|', Enumerable.Repeat("---", PrintedClaims.GateVerdicts.Count)).Append("|\n");
        foreach (var (kind, sizes) in study)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Name} |");
            foreach (var verdict in PrintedClaims.GateVerdicts)
                text.Append(CultureInfo.InvariantCulture, $" {string.Join(" / ", sizes.Select(s => Percent((double)s.Claims.GetValueOrDefault(verdict) / s.Runs)))} |");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What was said falsely more often than in one of twenty sweeps, a line each.</summary>
    public static string Claims(IReadOnlyList<(ReaderKind Kind, IReadOnlyList<ReaderTally> Sizes)> study)
    {
        var text = new StringBuilder();
        foreach (var (kind, sizes) in study)
        {
            foreach (var claim in sizes.SelectMany(s => s.Claims.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var shares = sizes.Select(s => (double)s.Claims.GetValueOrDefault(claim) / s.Runs).ToArray();
                if (shares.Max() > 0.05)
                    text.Append(CultureInfo.InvariantCulture, $"- {kind.Name}: {claim}, {string.Join(" / ", shares.Select(Percent))}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Such as <c>95.3</c>; <c>–</c> where none was given, with the share given in brackets where that is not nearly all.</summary>
    private static string Covered(ReaderTally tally, string name) => tally.Coverage(name) is not { } c ? "–"
        : c.Given > 0.995 ? Percent(c.Covered) : $"{Percent(c.Covered)} ({(100 * c.Given).ToString("0", CultureInfo.InvariantCulture)})";

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}
