using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>What lies under a folder of runs, the latest first.</summary>
internal static class RunListing
{
    /// <summary>Directories of runs under <paramref name="folder"/> (gates' runs below it too), the latest written first; empty where there is no such folder.</summary>
    public static IReadOnlyList<string> Directories(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        var search = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = FileAttributes.ReparsePoint };
        return
        [
            .. Directory.EnumerateDirectories(folder, "*", search)
                .Where(d => File.Exists(RunFiles.DatabasePath(d)))
                .OrderByDescending(RunFiles.LastWritten).ThenBy(d => d, StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads one; a store that cannot be read is an entry with its fault, so that one bad run hides no other.</summary>
    public static RunEntry Read(string folder, string directory)
    {
        var name = Path.GetRelativePath(folder, directory);
        var entry = new RunEntry { Name = name, Written = RunFiles.LastWritten(directory), Bytes = RunFiles.Size(directory), State = "" };
        try
        {
            var run = RunReader.Read(directory);
            var answers = run.Trials.Count(t => t.Outcome.IsAnswer());
            var failed = run.Trials.Count(t => t.Outcome == Outcome.Failed);
            var figures = RunFigures.Of(run);
            return entry with
            {
                State = RunLock.IsHeld(directory) ? "running" : failed > 0 ? $"{failed} failed" : "",
                Trials = run.Trials.Count,
                Answers = answers,
                Models = [.. run.Models.Select(m => new RunEntryModel(m.Name, m.Digest, DistanceText.D50(figures.Fits.GetValueOrDefault(m.Name), m)))],
            };
        }
        catch (HaystackException e)
        {
            return entry with { State = e.Message };
        }
    }
}
