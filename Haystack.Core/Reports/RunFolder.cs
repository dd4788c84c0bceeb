using System.Text.RegularExpressions;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>What a run's folder holds that Haystack wrote there by itself, and what somebody else put beside it.</summary>
internal static partial class RunFolder
{
    private static readonly string[] Written =
        [RunFiles.Database, RunFiles.Lock, HtmlReport.FileName, MarkdownReport.FileName, SummaryJson.FileName, CsvExport.FileName, ParquetExport.FileName];

    /// <summary>Names in <paramref name="directory"/>, of files and folders, that no sweep and no report writes; in ordinal order.</summary>
    public static IReadOnlyList<string> OthersIn(string directory) =>
    [
        .. Directory.EnumerateFileSystemEntries(directory)
            .Where(e => Directory.Exists(e) || FileKinds.IsLink(e) || !IsWritten(Path.GetFileName(e)))
            .Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal),
    ];

    /// <summary>Removes what Haystack wrote, and the folder where nothing else is in it.</summary>
    public static void Remove(string directory)
    {
        var others = OthersIn(directory);
        foreach (var file in Directory.GetFiles(directory).Where(f => !others.Contains(Path.GetFileName(f))))
            File.Delete(file);
        if (others.Count == 0)
            Directory.Delete(directory);
    }

    private static bool IsWritten(string name) =>
        Written.Contains(name, StringComparer.Ordinal) || StoreLog().IsMatch(name) || Picture().IsMatch(name) || Leftovers.IsOne(name);

    [GeneratedRegex(@"^run\.db(-journal|-wal|-shm|\.new.*)$")]
    private static partial Regex StoreLog();

    /// <summary>As <see cref="Plots.PlotSet"/> names them.</summary>
    [GeneratedRegex(@"^(accuracy|(recall|depth|decomposition|effort|outcomes|difference)(-.+)?)\.(png|svg)$")]
    private static partial Regex Picture();
}
