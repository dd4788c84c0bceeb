using System.Text.Json;
using Haystack.Analysis;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>A kind and size of a study that is done, as a line of text: a study that was broken off goes on after it.</summary>
/// <param name="Build">Which build of the program it is about: figures of another are none of this one's.</param>
/// <param name="Kind">The kind's name.</param>
/// <param name="Documents">Documents a rung.</param>
/// <param name="Asked">Sweeps asked for.</param>
/// <param name="ReportsOnly">Whether gates and comparisons were left out.</param>
/// <param name="Tally">What they came to.</param>
internal sealed record ReaderLine(string Build, string Kind, int Documents, int Asked, bool ReportsOnly, ReaderCounts Tally)
{
    /// <summary>The build under test.</summary>
    public static string ThisBuild { get; } = $"{typeof(FitReport).Module.ModuleVersionId:N}{typeof(ReaderLine).Module.ModuleVersionId:N}";

    /// <summary>The tally of so many sweeps: from the file where it is there, else made and added to it.</summary>
    /// <param name="path">The file; null to keep nothing.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="documents">Documents a rung.</param>
    /// <param name="runs">Sweeps.</param>
    /// <param name="reportsOnly">Whether to leave gates and comparisons out.</param>
    public static ReaderTally Once(string? path, ReaderKind kind, int documents, int runs, bool reportsOnly)
    {
        if (path is not null && File.Exists(path) && File.ReadLines(path).Select(Read).LastOrDefault(l => l is not null
            && l.Build == ThisBuild && l.Kind == kind.Name && l.Documents == documents && l.Asked == runs && l.ReportsOnly == reportsOnly) is { } done)
        {
            return new ReaderTally(done.Tally);
        }

        var made = reportsOnly ? ReaderStudy.OfReports(kind, documents, runs) : ReaderStudy.Of(kind, documents, runs);
        if (path is not null)
            // Each on a line of its own, whatever was left of the one before.
            File.AppendAllText(path, "\n" + JsonSerializer.Serialize(new ReaderLine(ThisBuild, kind.Name, documents, runs, reportsOnly, made.Counts)));
        return made;
    }

    /// <summary>A line; null where it was cut short when the study was broken off.</summary>
    private static ReaderLine? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ReaderLine>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
