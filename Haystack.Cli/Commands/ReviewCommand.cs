using System.CommandLine;
using System.Globalization;
using Haystack.Analysis;
using Haystack.Cli.Rendering;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack review</c>: a person says what replies come to that the machine could not settle, or checks a sample of those it did.</summary>
internal static class ReviewCommand
{
    private const string Reviewer = "HAYSTACK_REVIEWER";

    public static Command Create()
    {
        var command = new Command("review", "Shows replies one by one and takes your verdict: without an option, those that are ambiguous. Verdicts stand beside the machine's reading, and reports count them; needs no model.");
        var run = RunArgument.Create();
        var trial = new Argument<string?>("TRIAL") { Description = "Only this trial: its key, or the beginning of it.", Arity = ArgumentArity.ZeroOrOne };
        var sample = new Option<int?>("--sample") { Description = "Judge so many replies drawn by chance instead: the report then says how often the machine misreads.", HelpName = "N" };
        var model = new Option<string?>("--model") { Description = "Only replies of this model.", HelpName = "NAME" };
        var by = new Option<string?>("--by") { Description = $"Who judges (default: {Reviewer}, else the user's name).", HelpName = "NAME" };
        var blind = new Option<bool>("--blind") { Description = "Do not show how the machine read the reply." };
        command.Add(run);
        command.Add(trial);
        foreach (var option in new Option[] { sample, model, by, blind })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(sample) is < 1)
                result.AddError("--sample is 1 or more");
            if (result.GetValue(sample) is not null && result.GetValue(trial) is not null)
                result.AddError("--sample draws the trials: name no TRIAL with it");
        });
        command.Runs(async (parsed, cancellationToken) =>
        {
            var directory = RunArgument.Resolve(parsed.GetValue(run)!);
            var data = RunReader.Read(directory, withTexts: true);
            var trials = Choose(data, parsed.GetValue(trial), parsed.GetValue(model), parsed.GetValue(sample));
            var (sampled, who) = (parsed.GetValue(sample) is not null, Who(parsed.GetValue(by)));
            if (trials.Count == 0)
            {
                await Console.Error.WriteLineAsync($"haystack: {Nothing(data, sampled)}").ConfigureAwait(false);
                return ExitCodes.Done;
            }

            IReadOnlyList<Verdict> given;
            int skipped;
            var store = RunStore.Open(directory, data.Manifest);
            await using (store.ConfigureAwait(false))
            {
                (given, skipped) = await new ReviewSession(Console.In, Console.Out, TimeProvider.System)
                    .RunAsync(data, trials, who, sampled, parsed.GetValue(blind), store.PutVerdictAsync, cancellationToken).ConfigureAwait(false);
            }

            foreach (var line in End(RunReader.Read(directory), directory, given, skipped, trials.Count))
                await Console.Error.WriteLineAsync($"haystack: {TerminalText.CleanLine(line)}").ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<TrialRow> Choose(RunData run, string? key, string? model, int? sample)
    {
        if (key is not null)
            return [TrialArgument.Find(run, key)];
        if (model is not null && run.Models.All(m => m.Name != model))
            throw new HaystackException($"--model: run '{run.Name}' has no '{model}'; it has {string.Join(", ", run.Models.Select(m => m.Name))}");
        var trials = run.Trials.Where(t => model is null || t.Model == model);
        return sample is { } count
            ? [.. ReviewDraw.Sample(trials, count).Where(t => t.Verdict is not { IsSampled: true })]
            : ReviewDraw.Unclear(trials);
    }

    private static string Who(string? option)
    {
        var name = option ?? Environment.GetEnvironmentVariable(Reviewer) ?? Environment.UserName;
        return string.IsNullOrWhiteSpace(name)
            ? throw new HaystackException($"--by: name who judges, or set {Reviewer}")
            : name.Trim();
    }

    private static string Nothing(RunData run, bool sampled) => sampled
        ? "the whole sample is judged already: give a larger --sample to go on"
        : string.Create(CultureInfo.InvariantCulture, $"no reply of run '{TerminalText.CleanLine(run.Name)}' waits for a verdict ({run.Trials.Count(t => t.Verdict is not null)} are judged); --sample 50 checks the reading of the others");

    private static IEnumerable<string> End(RunData run, string directory, IReadOnlyList<Verdict> given, int skipped, int shown)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{given.Count} of {shown} judged, {skipped} skipped; {ReviewDraw.Unclear(run.Trials).Count} ambiguous replies of the run wait for a verdict");
        if (ReadingError.Of(run.Trials) is { } error)
            yield return "by the replies drawn by chance, " + Plots.ReadingWords.Of(error);
        if (given.Count > 0)
            yield return $"pictures and reports beside the run are older than this: haystack plot {directory}; haystack report {directory}";
    }
}
