using System.CommandLine;

namespace Haystack.Cli.Commands;

/// <summary>The argument that names a run.</summary>
internal static class RunArgument
{
    /// <summary>A run's directory, or its name under <c>runs/</c>.</summary>
    public static Argument<string> Create(string name = "RUN") => new(name) { Description = "A run's directory, or its name under runs/." };

    /// <summary>The directory that a value means.</summary>
    public static string Resolve(string value)
    {
        if (Directory.Exists(value) || value.Contains("..", StringComparison.Ordinal))
            return value;
        var underRuns = Path.Combine("runs", value);
        return Directory.Exists(underRuns) ? underRuns : value;
    }
}
