using System.CommandLine;
using System.Globalization;
using Haystack.Gates;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack gate</c>: thresholds on a stored run, for pipelines.</summary>
internal static class GateCommand
{
    private static readonly Argument<string> Run = RunArgument.Create();
    private static readonly Option<string?> Model = Text("--model", "Only this model of the run; all of them if left out.", "MODEL");
    private static readonly Option<string?> Context = Text("--with-context", "Only this context length in tokens.", "TOKENS");
    private static readonly Option<string?> Distance = Text("--at-distance", "Only this distance in tokens.", "TOKENS");
    private static readonly Option<string?> Family = Text("--family", "Only this family.", "NAME");
    private static readonly Option<string?> Language = Text("--language", "Only this language.", "CODE");
    private static readonly Option<double?> Accuracy = Share("--min-accuracy", "Required accuracy, above 0 and below 1.");
    private static readonly Option<string?> D50 = Text("--min-d50", "Required distance at which accuracy falls half-way to chance.", "TOKENS");
    private static readonly Option<string?> D85 = Text("--min-d85", "Required distance that keeps 85% of the accuracy side by side.", "TOKENS");
    private static readonly Option<double?> Penalty = Share("--max-penalty", "Largest fall of accuracy from the smallest distance to the largest, 0 to 1.");
    private static readonly Option<double?> Hallucination = Share("--max-hallucination", "Largest share of values stated where the text says none, above 0 and below 1.");
    private static readonly Option<string?> Base = Text("--no-worse-than", "A run that this one must not be worse than, on the same documents.", "RUN");
    private static readonly Option<double?> By = Share("--by", "With --no-worse-than: by how much it may be worse; 0.05 if left out.");
    private static readonly Option<string?> JUnit = Text("--junit", "Write the verdicts as JUnit XML to this file.", "FILE");

    private static readonly (Option<double?> Option, Func<double, bool> Holds, string Range)[] Ranges =
    [
        (Accuracy, v => v is > 0 and < 1, "above 0 and below 1"),
        (Hallucination, v => v is > 0 and < 1, "above 0 and below 1"),
        (Penalty, v => v is >= 0 and < 1, "of 0 or more and below 1"),
        (By, v => v is >= 0 and < 1, "of 0 or more and below 1"),
    ];

    public static Command Create()
    {
        var command = new Command("gate", "Holds a stored run to thresholds by exact bounds; needs no model. Exits 100 where a gate fails, 2 where it is undecided or too many trials are not answers.") { Run };
        foreach (var option in new Option[] { Model, Context, Distance, Family, Language, Accuracy, D50, D85, Penalty, Hallucination, Base, By, JUnit })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (new Option[] { Accuracy, D50, D85, Penalty, Hallucination, Base }.All(o => result.GetResult(o) is null))
                result.AddError("name a threshold, such as --min-accuracy 0.8");
            foreach (var (option, holds, range) in Ranges)
            {
                if (result.GetResult(option) is { Tokens: [var given] } && double.TryParse(given.Value, CultureInfo.InvariantCulture, out var value) && !holds(value))
                    result.AddError($"{option.Name} is a share {range}, not {given.Value}{(value is > 1 and < 100 ? $" ({value:0.####}% is {value / 100:0.######})" : "")}");
            }

            if (result.GetResult(By) is not null && result.GetResult(Base) is null)
                result.AddError("--by belongs to --no-worse-than RUN, which is missing");
        });
        command.Runs(async (parsed, cancellationToken) =>
        {
            var directory = RunArgument.Resolve(parsed.GetValue(Run)!);
            var data = RunReader.Read(directory, withTexts: true);
            string[] models = parsed.GetValue(Model) is { } one ? [one] : [.. data.Trials.Select(t => t.Model).Distinct(StringComparer.Ordinal)];
            if (models.Length == 0)
                throw new HaystackException($"run {data.Name} has no trials");
            GateResult[] results = [.. models.Select(m => Gate(parsed, AccuracyGate.ForRun(data, directory, m)).Decide())];
            if (parsed.GetValue(JUnit) is { } file)
                await JUnitReport.WriteAsync(file, results, cancellationToken).ConfigureAwait(false);
            foreach (var result in results)
                await Console.Out.WriteLineAsync(result.Message).ConfigureAwait(false);
            return results.Any(r => r.Checks.Any(c => c.Verdict == GateVerdict.Fail) && !r.TooManyInvalid) ? ExitCodes.GateFailed
                : results.All(r => r.Verdict == GateVerdict.Pass) ? ExitCodes.Done
                : ExitCodes.TooManyInvalid;
        });
        return command;
    }

    private static StoredGate Gate(ParseResult parsed, StoredGate gate)
    {
        gate = parsed.GetValue(Context) is { } context ? gate.WithContext(context) : gate;
        gate = parsed.GetValue(Distance) is { } distance ? gate.AtDistance(distance) : gate;
        gate = parsed.GetValue(Family) is { } family ? gate.InFamily(family) : gate;
        gate = parsed.GetValue(Language) is { } language ? gate.InLanguage(language) : gate;
        gate = parsed.GetValue(Accuracy) is { } accuracy ? gate.RequireAccuracy(accuracy) : gate;
        gate = parsed.GetValue(D50) is { } d50 ? gate.RequireD50(d50) : gate;
        gate = parsed.GetValue(D85) is { } d85 ? gate.RequireD85(d85) : gate;
        gate = parsed.GetValue(Penalty) is { } penalty ? gate.RequirePenaltyAtMost(penalty) : gate;
        gate = parsed.GetValue(Hallucination) is { } share ? gate.RequireHallucinationAtMost(share) : gate;
        return parsed.GetValue(Base) is { } other
            ? gate.RequireNoWorseThan(RunReader.Read(RunArgument.Resolve(other)), parsed.GetValue(By) ?? 0.05)
            : gate;
    }

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static Option<double?> Share(string name, string description) => new(name) { Description = description, HelpName = "SHARE" };
}
