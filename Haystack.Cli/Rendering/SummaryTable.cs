using System.Globalization;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Cli.Rendering;

/// <summary>A run in a few lines: accuracy of each arm for each model, with counts.</summary>
internal static class SummaryTable
{
    /// <summary>The table; where it is wider than the terminal, without the sources of tokens, and then a line for each figure.</summary>
    public static string For(RunData run, int? columns = null)
    {
        var arms = FactNames.Arms.Where(a => run.Trials.Any(t => t.Arm == a.Arm)).ToList();
        var rows = new List<string[]> { (string[])["model", .. arms.Select(a => a.Name), "invalid", "tokens"] };
        foreach (var model in run.Models)
        {
            var trials = run.Trials.Where(t => t.Model == model.Name).ToList();
            rows.Add(
            [
                TerminalText.CleanLine(model.Name),
                .. arms.Select(a => Share(trials.Where(t => t.Arm == a.Arm))),
                trials.Count(t => !t.Outcome.IsAnswer()).ToString(CultureInfo.InvariantCulture),
                TerminalText.CleanLine((model.TokenizerGrade == TokenizerGrade.Calibrated ? "≈ " : "") + model.TokenizerSource),
            ]);
        }

        var sources = rows.Skip(1).Select(r => $"tokens of {r[0]}: {r[^1]}");
        string[] forms =
        [
            Table(rows),
            string.Join('\n', [Table([.. rows.Select(r => r[..^1])]), .. sources]),
            string.Join('\n', rows.Skip(1).SelectMany(r => r.Select((cell, c) => c == 0 ? cell : $"  {rows[0][c]}: {cell}"))),
        ];
        return forms.FirstOrDefault(f => columns is null || f.Split('\n').All(l => l.Length <= columns)) ?? forms[^1];
    }

    private static string Table(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        return string.Join('\n', rows.Select(r => string.Join("  ", r.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd()));
    }

    private static string Share(IEnumerable<TrialRow> trials)
    {
        var answers = trials.Where(t => t.Outcome.IsAnswer()).ToList();
        var share = new Proportion(answers.Count(t => t.Outcome == Outcome.Correct), answers.Count);
        return share.Value is { } value
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0}% ({share.Successes}/{share.Total}{ByReading(share, answers.Count(Unsettled.IsAmbiguous))}{Capped(answers)})")
            : "–";
    }

    private static string Capped(IEnumerable<TrialRow> answers) => CappedWords.Short(CappedShare.Of(answers)) is { Length: > 0 } capped ? $", {capped}" : "";

    private static string ByReading(Proportion share, int ambiguous) =>
        ReadingWords.Range(share, ambiguous) is { Length: > 0 } range ? $", {range}" : "";
}
