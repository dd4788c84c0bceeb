using System.CommandLine;
using System.Globalization;
using System.Text;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.DataSets;
using Haystack.Facts;
using Haystack.Rereading;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack show</c>: one trial with its prompt, its reply, and how the reply was read.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var command = new Command("show", "Shows one trial: the prompt with its facts marked, the reply, and how it was read. Without TRIAL: the run's trials, one a line.");
        var run = RunArgument.Create();
        var trial = new Argument<string?>("TRIAL") { Description = "A trial's key, or the beginning of it.", Arity = ArgumentArity.ZeroOrOne };
        var full = new Option<bool>("--full") { Description = "The whole prompt, not only what stands around the facts." };
        var endpoint = new Option<string?>("--endpoint") { Description = "The Ollama server to read the model's vocabulary from.", HelpName = "URL" };
        command.Add(run);
        command.Add(trial);
        command.Add(full);
        var data = new Option<string?>("--data") { Description = "The data set that a run of `haystack score` was made from: with it the reply is read again.", HelpName = "FILE" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Where the model's vocabulary is now (hf:PATH, gguf:PATH, tiktoken:NAME), if not where the run says.", HelpName = "SPEC" };
        var config = SettingsFile.Option();
        command.Add(endpoint);
        command.Add(tokenizer);
        command.Add(config);
        command.Add(data);
        var longest = LongestOption.Create();
        command.Add(longest);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var stored = RunArgument.Read(parsed.GetValue(run)!, withTexts: true);
            if (parsed.GetValue(trial) is not { } key)
            {
                foreach (var row in stored.Trials.Concat(stored.ColdTrials))
                    await Console.Out.WriteLineAsync(Line(row)).ConfigureAwait(false);
                return ExitCodes.Done;
            }

            var found = TrialArgument.Find(stored, key);
            if (stored.Manifest.GetValueOrDefault("source") == "score")
                await ShowScoredAsync(found, parsed.GetValue(data), cancellationToken).ConfigureAwait(false);
            else
                await ShowAsync(stored, found, parsed.GetValue(full), (parsed.GetValue(endpoint) ?? SettingsFile.Load(parsed.GetValue(config)).Find("--endpoint"), parsed.GetValue(tokenizer)), LongestOption.Read(parsed.GetValue(longest)), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Line(TrialRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Key[..Math.Min(12, row.Key.Length)]}  {row.Outcome.ToText(),-13}  {row.Arm.ToText(),-6}  {TokenSize.Format(row.ContextTokens),6}  d={(row.DistanceTokens is { } d ? TokenSize.Format(d) : "–"),-6}  {TerminalText.CleanLine(row.Model)}  {TerminalText.CleanLine(row.Answer ?? "")}{(row.IsCold ? "  (cold control)" : "")}");

    private static async Task ShowAsync(RunData run, TrialRow trial, bool full, (string? Endpoint, string? Tokenizer) places, int mostTokens, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(Head(trial)).ConfigureAwait(false);
        var (shown, reading, why) = await PromptAsync(run, trial, full, places, mostTokens, cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(shown).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(Reply(trial, reading)).ConfigureAwait(false);
        if (why is not null)
            await Console.Error.WriteLineAsync($"haystack: the prompt cannot be made again here, so the stored facts and steps are shown ({TerminalText.CleanLine(why)})").ConfigureAwait(false);
    }

    /// <summary>
    /// The prompt, made again, and the reply read again; where the model's vocabulary is not to be had, what the run stores of
    /// both, and why: a stored run is shown whether or not its server is there.
    /// </summary>
    private static async Task<(string Shown, IReadOnlyList<string> Reading, string? Why)> PromptAsync(
        RunData run, TrialRow trial, bool full, (string? Endpoint, string? Tokenizer) places, int mostTokens, CancellationToken cancellationToken)
    {
        try
        {
            var prompt = await StoredPrompt.RebuildAsync(run, trial, places.Endpoint, mostTokens, cancellationToken, places.Tokenizer).ConfigureAwait(false);
            var grade = run.ModelOf(trial).TokenizerGrade;
            var reading = Scorer.Score(StoredResponse.Of(trial), prompt.Question, prompt.Document?.Values ?? [], trial.PromptTokensPlanned, grade).Reading;
            return ($"── prompt ──\n{TerminalText.Clean(MarkedPrompt.For(prompt, full))}", reading, null);
        }
        catch (HaystackException e)
        {
            string[] steps = trial.Reading?.Split('\n') ?? ["(the store does not hold the steps)"];
            return ($"── facts ──\n{ReviewCard.Facts(run, trial)}question: {TerminalText.CleanLine(trial.Question)}", steps, e.Message);
        }
    }

    /// <summary>A trial whose answer was obtained elsewhere: its prompt is in the data set, and in no store.</summary>
    private static async Task ShowScoredAsync(TrialRow trial, string? data, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(Head(trial)).ConfigureAwait(false);
        var reading = data is null
            ? ["give --data FILE, the data set that the run was scored with, to see how the reply was read"]
            : AnswerScoring.Reading(data, trial, cancellationToken);
        await Console.Out.WriteLineAsync($"question: {TerminalText.CleanLine(trial.Question)}{Reply(trial, reading)}").ConfigureAwait(false);
    }

    private static string Head(TrialRow trial) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trial.Key}\n{TerminalText.CleanLine(trial.Model)}, {trial.Family} {trial.Language}, arm {trial.Arm.ToText()}, context {trial.ContextTokens}, distance {trial.DistanceTokens?.ToString(CultureInfo.InvariantCulture) ?? "–"}, {trial.Order.ToText()}, position {trial.Position:0.00}\nprompt tokens: planned {trial.PromptTokensPlanned}, counted by the server {trial.PromptTokensCounted?.ToString(CultureInfo.InvariantCulture) ?? "–"}, cached {trial.CachedPromptTokens?.ToString(CultureInfo.InvariantCulture) ?? "–"}\n");

    private static string Reply(TrialRow trial, IEnumerable<string> reading)
    {
        var text = new StringBuilder();
        if (trial.Thinking is { } thinking)
            text.Append(CultureInfo.InvariantCulture, $"\n── thinking ──\n{TerminalText.Clean(thinking)}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n── reply ──\n{TerminalText.Clean(trial.Response ?? "")}\n\n── how it was read ──\n");
        foreach (var step in reading)
            text.Append(TerminalText.CleanLine(step)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"expected: {TerminalText.CleanLine(trial.Expected)}\noutcome: {trial.Outcome.ToText()}");
        if (trial.Verdict is { } verdict)
            text.Append(CultureInfo.InvariantCulture, $" (by {TerminalText.CleanLine(verdict.By)}, {verdict.At:yyyy-MM-dd}; the machine read {trial.ReadAs.ToText()})");
        foreach (var other in (trial.OtherReadings ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.Append(CultureInfo.InvariantCulture, $"\nit may mean: {TerminalText.CleanLine(other)}");
        if (trial.Fault is { } fault)
            text.Append(CultureInfo.InvariantCulture, $"\nfault: {TerminalText.CleanLine(fault)}");
        return text.ToString();
    }
}
