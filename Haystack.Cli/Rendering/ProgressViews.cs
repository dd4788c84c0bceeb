using Spectre.Console;

namespace Haystack.Cli.Rendering;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressViews
{
    /// <summary>The view for <c>--ui</c>: live on a terminal, else plain, if it is not said.</summary>
    /// <param name="name">Its name; null where none was given.</param>
    /// <param name="interval">The time from one line of the plain view to the next.</param>
    /// <exception cref="HaystackException">There is no such view.</exception>
    public static IProgressView For(string? name, TimeSpan interval) => (name ?? (Console.IsErrorRedirected ? "plain" : "live")) switch
    {
        "plain" => new PlainProgress(Console.Error, TimeProvider.System, interval),
        "none" => new NoProgress(Console.Error),
        // Spectre.Console honours NO_COLOR by itself.
        "live" => new LiveProgress(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(InertWriter.LiveError) }), TimeProvider.System),
        var other => throw new HaystackException($"--ui is live, plain or none, not '{other}'"),
    };
}
