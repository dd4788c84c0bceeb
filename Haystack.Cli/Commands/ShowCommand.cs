using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack show</c>: one trial with its prompt, its reply, and how the reply was read.</summary>
internal static class ShowCommand
{
    private const int LeastKeyCharacters = 4;

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
        command.Add(endpoint);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var data = RunReader.Read(RunArgument.Resolve(parsed.GetValue(run)!), withTexts: true);
            if (parsed.GetValue(trial) is not { } key)
            {
                foreach (var row in data.Trials)
                    await Console.Out.WriteLineAsync(Line(row)).ConfigureAwait(false);
                return ExitCodes.Done;
            }

            await ShowAsync(data, Find(data, key), parsed.GetValue(full), parsed.GetValue(endpoint), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static TrialRow Find(RunData run, string key)
    {
        if (key.Length < LeastKeyCharacters)
            throw new HaystackException($"'{key}' is too short for a trial's key: give at least {LeastKeyCharacters} characters");
        var found = run.Trials.Where(t => t.Key.StartsWith(key, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new HaystackException($"run '{run.Name}' has no trial '{key}'"),
            _ => throw new HaystackException($"several trials begin with '{key}': give more of the key"),
        };
    }

    private static string Line(TrialRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Key[..12]}  {row.Outcome.ToText(),-13}  {row.Arm.ToText(),-6}  {TokenSize.Format(row.ContextTokens),6}  d={(row.DistanceTokens is { } d ? TokenSize.Format(d) : "–"),-6}  {TerminalText.CleanLine(row.Model)}  {TerminalText.CleanLine(row.Answer ?? "")}");

    private static async Task ShowAsync(RunData run, TrialRow trial, bool full, string? endpoint, CancellationToken cancellationToken)
    {
        var output = Console.Out;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{trial.Key}\n{TerminalText.CleanLine(trial.Model)}, {trial.Family} {trial.Language}, arm {trial.Arm.ToText()}, context {trial.ContextTokens}, distance {trial.DistanceTokens?.ToString(CultureInfo.InvariantCulture) ?? "–"}, {trial.Order.ToText()}, position {trial.Position:0.00}\nprompt tokens: planned {trial.PromptTokensPlanned}, counted by the server {trial.PromptTokensCounted?.ToString(CultureInfo.InvariantCulture) ?? "–"}, cached {trial.CachedPromptTokens?.ToString(CultureInfo.InvariantCulture) ?? "–"}\n")).ConfigureAwait(false);
        using var servers = Servers.For(ManifestOptions.Read(run.Manifest) with { Endpoint = endpoint }, new SweepEnvironment());
        var prompt = await StoredPrompt.RebuildAsync(run, trial, servers, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync("── prompt ──").ConfigureAwait(false);
        await output.WriteLineAsync(TerminalText.Clean(MarkedPrompt.For(prompt, full))).ConfigureAwait(false);
        if (trial.Thinking is { } thinking)
            await output.WriteLineAsync($"\n── thinking ──\n{TerminalText.Clean(thinking)}").ConfigureAwait(false);
        await output.WriteLineAsync($"\n── reply ──\n{TerminalText.Clean(trial.Response ?? "")}\n\n── how it was read ──").ConfigureAwait(false);
        foreach (var step in Reread(run, trial, prompt).Reading)
            await output.WriteLineAsync(TerminalText.CleanLine(step)).ConfigureAwait(false);
        await output.WriteLineAsync($"expected: {TerminalText.CleanLine(trial.Expected)}\noutcome: {trial.Outcome.ToText()}").ConfigureAwait(false);
        if (trial.Fault is { } fault)
            await output.WriteLineAsync($"fault: {TerminalText.CleanLine(fault)}").ConfigureAwait(false);
    }

    private static ScoredAnswer Reread(RunData run, TrialRow trial, Prompt prompt) => Scorer.Score(
        StoredResponse.Of(trial),
        prompt.Question,
        prompt.Document?.Values ?? [],
        trial.PromptTokensPlanned,
        run.Models.First(m => m.Name == trial.Model).TokenizerGrade);
}
