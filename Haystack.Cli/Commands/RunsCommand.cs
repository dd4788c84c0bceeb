using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Reports;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack runs</c>: the stored runs.</summary>
internal static class RunsCommand
{
    private const int DigestShown = 12;

    public static Command Create()
    {
        var command = new Command("runs", "Lists the stored runs, the latest first: models with digest and D50, when written, trials, size. 'latest' names the first of them wherever a RUN is asked for.");
        var folder = new Argument<string>("FOLDER") { Description = "Where the runs are.", DefaultValueFactory = _ => RunArgument.Folder };
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each run." };
        command.Add(folder);
        command.Add(json);
        command.Subcommands.Add(RunsPrune.Create());
        command.Runs((parsed, cancellationToken) => ListAsync(parsed.GetValue(folder)!, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(string folder, bool json, CancellationToken cancellationToken)
    {
        var entries = new List<RunEntry>();
        foreach (var directory in RunListing.Directories(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            entries.Add(RunListing.Read(folder, directory));
        }

        if (entries.Count == 0)
            await Console.Error.WriteLineAsync($"no runs under {TerminalText.CleanLine(folder)}/ (haystack sweep makes one)").ConfigureAwait(false);
        else if (json)
        {
            foreach (var entry in entries)
                await Console.Out.WriteLineAsync(Json.Line(entry)).ConfigureAwait(false);
        }
        else
        {
            await Console.Out.WriteAsync(TextTable.Of(["run", "written (UTC)", "trials", "not answers", "state", "size", "model", "digest", "D50"], entries.SelectMany(Rows))).ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }

    /// <summary>A line for each model; what belongs to the run stands on its first.</summary>
    private static IEnumerable<IReadOnlyList<string>> Rows(RunEntry entry)
    {
        string[] run =
        [
            entry.Name,
            entry.Written.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            entry.Trials?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
            (entry.Trials - entry.Answers)?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
            entry.State,
            string.Create(CultureInfo.InvariantCulture, $"{entry.Bytes / 1e6:0.0} MB"),
        ];
        if (entry.Models.Count == 0)
            yield return run;
        for (var i = 0; i < entry.Models.Count; i++)
        {
            var model = entry.Models[i];
            var head = i == 0 ? run : Enumerable.Repeat("", run.Length);
            yield return [.. head, model.Name, Short(model.Digest), model.D50];
        }
    }

    private static string Short(string? digest)
    {
        var hash = digest?[(digest.LastIndexOf(':') + 1)..] ?? "";
        return hash.Length > DigestShown ? hash[..DigestShown] : hash;
    }
}
