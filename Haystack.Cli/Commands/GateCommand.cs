using System.CommandLine;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;
using Haystack.Gates;
using Haystack.Statistics;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack gate</c>: thresholds for pipelines, on a stored run or on a model that is asked.</summary>
internal static class GateCommand
{
    public static Command Create()
    {
        var run = RunArgument.Create();
        run.Arity = ArgumentArity.ZeroOrOne;
        run.Description += " Left out: --model is asked.";
        var command = new Command("gate", "Holds a stored run, or a model that it asks, to thresholds by exact bounds. Exits 100 where a gate fails, 2 where it is undecided or too many trials are not answers. Thresholds can also stand under gate: in haystack.yaml.") { run };
        var settings = new GateSettings(command);
        var servers = new LiveGateServers(command);
        var config = SettingsFile.Option();
        command.Add(config);
        command.Runs(async (parsed, cancellationToken) =>
        {
            var file = SettingsFile.Load(parsed.GetValue(config));
            var name = parsed.GetValue(run);
            settings.RequireSensible(parsed, file, live: name is null);
            if (name is not null)
                servers.RequireNone(parsed);
            var results = name is not null
                ? Stored(settings, parsed, file, name)
                : [await AskAsync(settings, servers, parsed, file, cancellationToken).ConfigureAwait(false)];
            await GateOutput.WriteAsync(results, settings.Reports(parsed, file), cancellationToken).ConfigureAwait(false);
            return ExitCode(results);
        });
        return command;
    }

    private static GateResult[] Stored(GateSettings settings, ParseResult parsed, SettingsFile file, string name)
    {
        var directory = RunArgument.Resolve(name);
        var data = RunArgument.Read(directory, withTexts: true);
        string[] models = settings.Model(parsed, file) is { } one ? [one] : [.. data.Trials.Select(t => t.Model).Distinct(StringComparer.Ordinal)];
        if (models.Length == 0)
            throw new HaystackException($"run {data.Name} has no trials");
        return [.. models.Select(m => settings.Apply(parsed, file, AccuracyGate.ForRun(data, directory, m)).Decide())];
    }

    private static async Task<GateResult> AskAsync(GateSettings settings, LiveGateServers servers, ParseResult parsed, SettingsFile file, CancellationToken cancellationToken)
    {
        var model = settings.Model(parsed, file) ?? throw new HaystackException("name a run (haystack gate RUN …) or a model to ask (haystack gate --model MODEL …)");
        var options = servers.Read(parsed, file);
        UnusedServers.Require(parsed, options with { Models = [model] });
        await SentNotice.WriteAsync(options with { Models = [model] }).ConfigureAwait(false);
        var gate = settings.ApplyLive(parsed, file, AccuracyGate.For(model, options));
        return await gate.Reporting(line => Console.Error.WriteLine(TerminalText.CleanLine(line))).DecideAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A threshold that was missed counts more than one that could not be told.</summary>
    private static int ExitCode(GateResult[] results) =>
        results.Any(r => !r.TooManyInvalid && r.Checks.Any(r.HasFailed)) ? ExitCodes.GateFailed
        : results.All(r => r.Verdict == GateVerdict.Pass) ? ExitCodes.Done
        : ExitCodes.TooManyInvalid;
}
