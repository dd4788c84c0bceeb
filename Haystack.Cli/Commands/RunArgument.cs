using System.CommandLine;
using Haystack.Cli.Rendering;
using Haystack.Reports;
using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary>The argument that names a run.</summary>
internal static class RunArgument
{
    /// <summary>Where a sweep leaves its runs.</summary>
    public const string Folder = "runs";

    /// <summary>The word for the run that was written last.</summary>
    public const string Latest = "latest";

    private const int MostNamed = 5;

    /// <summary>A run's directory, its name under <c>runs/</c>, or <c>latest</c>.</summary>
    public static Argument<string> Create(string name = "RUN")
    {
        var argument = new Argument<string>(name) { Description = "A run's directory, its name under runs/, or 'latest'.", HelpName = name };
        argument.CompletionSources.Add(_ => Names().Append(Latest).Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        return argument;
    }

    /// <summary>The directory that a value means.</summary>
    /// <exception cref="HaystackException">There is none; the message names those that are there, the likeliest first.</exception>
    public static string Resolve(string value)
    {
        if (Directory.Exists(value))
            return ShardFolders.For(value) is [var only] ? only : value;
        if (!value.Contains("..", StringComparison.Ordinal) && Directory.Exists(Path.Combine(Folder, value)))
            return Path.Combine(Folder, value);
        var directories = RunListing.Directories(Folder);
        if (value == Latest && directories.Count > 0)
            return directories[0];
        if (File.Exists(value))
            throw new HaystackException($"{value} is a file, not a run's directory");
        throw new HaystackException($"there is no run {value}{Near(value)}");
    }

    /// <summary>The runs that a value means: one, or the shards that lie in a directory or under one name.</summary>
    /// <exception cref="HaystackException">There is none.</exception>
    public static IReadOnlyList<string> ResolveAll(string value)
    {
        var shards = ShardFolders.For(value);
        if (shards.Count == 0 && !value.Contains("..", StringComparison.Ordinal))
            shards = ShardFolders.For(Path.Combine(Folder, value));
        return shards.Count > 0 ? shards : [Resolve(value)];
    }

    /// <summary>The run that a value means; a line says so where nothing can prove that it is as it was stored.</summary>
    public static RunData Read(string value, bool withTexts = false) => Told(RunReader.Read(Resolve(value), withTexts));

    /// <summary>The same to be reported: of a large run with the texts of a sample.</summary>
    public static RunData ReadForReport(string value, bool withTexts = false) => Told(RunReader.ReadForReport(Resolve(value), withTexts));

    /// <summary>Opens the run that a value means, to be read row by row.</summary>
    public static StoredRun Open(string value)
    {
        var run = StoredRun.Open(Resolve(value));
        Tell(run.Name, run.Seal);
        return run;
    }

    private static RunData Told(RunData run)
    {
        Tell(run.Name, run.Seal);
        return run;
    }

    private static void Tell(string name, string? seal)
    {
        if (seal is null)
            Console.Error.WriteLine(TerminalText.CleanLine($"{name} is not sealed (an earlier version made it): whether it is as it was stored cannot be told"));
    }

    private static IEnumerable<string> Names() => RunListing.Directories(Folder).Select(d => Path.GetRelativePath(Folder, d));

    private static string Near(string value)
    {
        var names = Names().ToList();
        if (names.Count == 0)
            return $": nothing is under {Folder}/ here";
        var nearest = names.OrderBy(n => EditDistance.Between(n, value)).Take(MostNamed).ToList();
        var rest = names.Count > nearest.Count ? $" and {names.Count - nearest.Count} more (haystack runs lists them)" : "";
        return $"; under {Folder}/ there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", nearest)}{rest}";
    }
}
