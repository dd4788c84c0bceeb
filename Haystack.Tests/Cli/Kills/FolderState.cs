using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Storage;

namespace Haystack.Tests.Cli.Kills;

/// <summary>What lies in a folder: each file by a text that is the same where its content is, but for times and numbers that are drawn; a store by its rows.</summary>
internal sealed partial class FolderState
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunData> _runs = new(StringComparer.Ordinal);

    /// <summary>Takes it in; a store that is no whole run fails.</summary>
    public static FolderState Of(string folder)
    {
        var state = new FolderState();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path);
            if (Path.GetFileName(path) == "run.db")
                state._runs[name] = RunReader.Read(Path.GetDirectoryName(path)!, withTexts: true);
            else
                state._files[name] = Content(path, folder);
        }

        return state;
    }

    /// <summary>
    /// After a kill: nothing of what was there is lost, everything is as it was before or as it comes out in the end, and what is
    /// neither has a name that says so.
    /// </summary>
    public void RequireBetween(FolderState before, FolderState end, string what)
    {
        before._files.Keys.Except(_files.Keys).Should().BeEmpty(what);
        before._runs.Keys.Except(_runs.Keys).Should().BeEmpty(what);
        foreach (var (name, content) in _files.Where(f => !IsUnfinished(f.Key) && before._files.GetValueOrDefault(f.Key) != f.Value))
        {
            end._files.Keys.Should().Contain(name, $"{what}: it is the command's own");
            // Where times are drawn or told, no two are the same, and what is half lacks its end.
            if (content != end._files[name])
                content.Should().EndWith(Path.GetExtension(name) switch { ".png" => "IEND", ".html" => "</html>", ".json" => "}", ".parquet" => "PAR1", ".xml" => "</testsuites>", ".trx" => "</TestRun>", ".svg" => "</svg>", _ => "(no other kind differs)" }, $"{what}: {name} is whole");
        }

        foreach (var (name, run) in _runs)
        {
            var (was, will) = (before._runs.GetValueOrDefault(name), end._runs.GetValueOrDefault(name)!);
            will.Should().NotBeNull($"{what}: {name} is of the command's making");
            var wasTrials = was?.Trials.ToDictionary(t => t.Key, Shown) ?? [];
            var willTrials = will.Trials.ToDictionary(t => t.Key, Shown);
            wasTrials.Keys.Except(run.Trials.Select(t => t.Key)).Should().BeEmpty(what);
            run.Trials.Select(t => t.Key).Except(willTrials.Keys).Should().BeEmpty(what);
            foreach (var trial in run.Trials)
                new[] { wasTrials.GetValueOrDefault(trial.Key), willTrials[trial.Key] }.Should().Contain(Shown(trial), $"{what}: a row of {name} is whole");
        }
    }

    /// <summary>After the command came to its end: all of it is there, and nothing else.</summary>
    public void RequireEnd(FolderState end, string what)
    {
        _files.Keys.Should().BeEquivalentTo(end._files.Keys, what);
        RequireBetween(end, end, what);
        foreach (var (name, run) in _runs)
            (run.Trials.Count, run.Documents.Count, run.Seal is not null).Should().Be((end._runs[name].Trials.Count, end._runs[name].Documents.Count, true), what);
    }

    private static bool IsUnfinished(string name) =>
        name.Split('/').Any(part => Unfinished().IsMatch(part));

    // A verdict is a person's; what a store knows of times is the process's.
    private static string Shown(TrialRow trial) => $"{trial.Key} {(trial.Verdict is null ? trial.Outcome : trial.ReadAs)} {trial.Answer} {trial.Response}";

    private static string Content(string path, string folder)
    {
        var bytes = File.ReadAllBytes(path);
        // A picture's last chunk is its type and a check sum.
        if (bytes.Length >= 8 && Path.GetExtension(path) is ".png" or ".parquet" or ".arrow")
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) + Encoding.Latin1.GetString(bytes is [.. var head, _, _, _, _] && Path.GetExtension(path) == ".png" ? head[^4..] : bytes[^4..]);
        return Drawn().Replace(Encoding.UTF8.GetString(bytes).Replace(folder, "", StringComparison.Ordinal), "0").TrimEnd();
    }

    [GeneratedRegex(@"^(\.haystack-[0-9a-f]{8}-[0-9a-f]+-[0-9a-f]{16}\.part|run\.db(\.new-[0-9a-f]{16})?-(wal|shm|journal)|run\.db\.new-[0-9a-f]{16}|run\.lock)$")]
    private static partial Regex Unfinished();

    [GeneratedRegex("[0-9a-f]+")]
    private static partial Regex Drawn();
}
