using System.CommandLine;
using System.Globalization;
using Haystack.Analysis;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack compare</c>: two runs, or the models of one.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var command = new Command("compare", "Compares two runs, or the models of one run, paired by document and chain; needs no model. Says what may be concluded and what not.");
        var a = RunArgument.Create("RUN_A");
        var b = RunArgument.Create("RUN_B");
        b.Arity = ArgumentArity.ZeroOrOne;
        b.Description = "A second run. Without it: every two models of the first.";
        var arm = new Option<string?>("--arm", OptionNames.Others("--arm")) { Description = "Which question is compared (default pair).", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each comparison." };
        var plots = new Option<string?>("--plots") { Description = "Draw a heatmap of differences for each comparison into this folder.", HelpName = "PATH" };
        command.Add(a);
        command.Add(b);
        foreach (var option in new Option[] { arm, json, plots })
            command.Add(option);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var asked = parsed.GetValue(arm) is { } name ? FactNames.ParseArm(name) : Arm.Pair;
            var first = RunArgument.Read(parsed.GetValue(a)!);
            var other = parsed.GetValue(b) is { } second ? RunArgument.Read(second) : null;
            var comparisons = other is not null ? PairedComparison.Runs(first, other, asked) : PairedComparison.WithinRun(first, asked);
            if (comparisons.Count == 0)
                throw new HaystackException($"run '{first.Name}' has one model: name a second run to compare it with");
            var d50s = parsed.GetValue(json) || asked != Arm.Pair ? [] : D50s(first, other);
            foreach (var comparison in comparisons)
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json.Line(comparison) : Text(comparison, d50s)).ConfigureAwait(false);
            if (!parsed.GetValue(json))
            {
                foreach (var line in new[] { first, other }.OfType<RunData>().SelectMany(Capped))
                    await Console.Out.WriteLineAsync(TerminalText.CleanLine(line)).ConfigureAwait(false);
            }

            if (parsed.GetValue(plots) is { } folder)
            {
                foreach (var path in PlotSet.WriteDifferences(comparisons, folder, new PlotOptions(), cancellationToken))
                    await Console.Error.WriteLineAsync(path).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>How much of each model's figures is its budget's.</summary>
    private static IEnumerable<string> Capped(RunData run) => run.Trials.GroupBy(t => t.Model, StringComparer.Ordinal)
        .Select(g => (Model: g.Key, Text: CappedWords.Sentence([.. g], run.Manifest.GetValueOrDefault("max_output"))))
        .Where(m => m.Text.Length > 0)
        .Select(m => $"{run.Name}, {m.Model}: {m.Text}");

    /// <summary>D50 of every side, by the name that a comparison has for it.</summary>
    private static Dictionary<string, (string Text, double? Tokens)> D50s(RunData first, RunData? other)
    {
        var all = new Dictionary<string, (string, double?)>(StringComparer.Ordinal);
        foreach (var run in new[] { first, other }.OfType<RunData>())
        {
            var fits = RunFigures.Of(run).Fits;
            foreach (var model in run.Models)
                all[other is null ? model.Name : $"{run.Name}: {model.Name}"] = (DistanceText.D50(fits.GetValueOrDefault(model.Name), model), fits.GetValueOrDefault(model.Name)?.Accuracy.D50.Tokens);
        }

        return all;
    }

    private static string Sides(Comparison c, Dictionary<string, (string Text, double? Tokens)> d50s)
    {
        var shares = $"right: {TokenText.Percent(c.Counts.A)} ({c.Counts.A.Successes}/{c.Counts.A.Total}) → {TokenText.Percent(c.Counts.B)} ({c.Counts.B.Successes}/{c.Counts.B.Total})";
        if (!d50s.TryGetValue(c.A, out var a) || !d50s.TryGetValue(c.B, out var b))
            return shares;
        var moved = a.Tokens is { } from && b.Tokens is { } to ? string.Create(CultureInfo.InvariantCulture, $" ({to - from:+#,0;-#,0;0} tokens)") : "";
        return TerminalText.CleanLine($"{shares}; D50: {a.Text} → {b.Text}{moved}");
    }

    private static string Text(Comparison comparison, Dictionary<string, (string Text, double? Tokens)> d50s)
    {
        var lines = new List<string>
        {
            $"{TerminalText.CleanLine(comparison.A)} → {TerminalText.CleanLine(comparison.B)}",
            Sides(comparison, d50s),
            TerminalText.CleanLine(comparison.Conclusion),
            "context  distance   pairs  both  only A  only B  difference  95% interval      adjusted p",
        };
        lines.AddRange(comparison.Cells.Select(c => string.Create(
            CultureInfo.InvariantCulture,
            $"{TokenSize.Format(c.ContextTokens),7}  {(c.DistanceTokens is { } d ? TokenSize.Format(d) : "–"),8}  {c.Counts.Total,6}  {c.Counts.Both,4}  {c.Counts.OnlyA,6}  {c.Counts.OnlyB,6}  {100 * c.Counts.Difference ?? 0,9:+0.0;-0.0;0.0}  {Span(c.DifferenceInterval),-16}  {c.AdjustedP,10:0.0000}")));
        return string.Join('\n', lines) + "\n";
    }

    private static string Span(Interval? interval) => interval is { } i
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * i.Low:+0.0;-0.0;0.0} to {100 * i.High:+0.0;-0.0;0.0}")
        : "–";
}
