using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Haystack.Inference.Calling;

namespace Haystack.Cli.Rendering;

/// <summary>How much of what the program tells goes to standard error, and what goes into a log: <c>--quiet</c>, <c>--verbose</c>, <c>--log</c> of every command.</summary>
internal sealed class ErrorVolume : IDisposable
{
    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "On stderr only what went wrong; no progress, no tables.", Recursive = true };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "On stderr also a line for each trial and request, with how long it took.", Recursive = true };
    private static readonly Option<string?> Log = new("--log") { Description = "Append all that is told, and a line for each trial and request, to this file, with the time (UTC).", HelpName = "FILE", Recursive = true };

    private readonly ActivityListener? _listener;
    private readonly Lock _gate = new();
    private readonly string? _log;
    private readonly bool _isQuiet, _isVerbose;

    private ErrorVolume(bool isQuiet, bool isVerbose, string? log)
    {
        (_isQuiet, _isVerbose, _log) = (isQuiet, isVerbose, log);
        if (!isVerbose && log is null)
            return;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What is in force; null where nothing was asked for.</summary>
    public static ErrorVolume? Current { get; private set; }

    /// <summary>The options, for the root of the commands.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Quiet, Verbose, Log];

    /// <summary>Puts what was asked for in force, until it is disposed of.</summary>
    /// <exception cref="HaystackException">Two of them exclude each other, or the log cannot be written.</exception>
    public static ErrorVolume? Set(ParseResult parsed)
    {
        var (quiet, verbose, log) = (parsed.GetValue(Quiet), parsed.GetValue(Verbose), parsed.GetValue(Log));
        if (quiet && verbose)
            throw new HaystackException("--quiet and --verbose exclude each other");
        if (!quiet && !verbose && log is null)
            return Current = null;
        if (log is not null)
            OutputFile.Append(log, "");
        return Current = new ErrorVolume(quiet, verbose, log);
    }

    /// <summary>Whether only what went wrong is shown.</summary>
    public static bool IsQuiet => Current?._isQuiet == true;

    /// <summary>Takes a line that is told; whether it is to be shown.</summary>
    public bool Take(string? line)
    {
        Write(line);
        return !_isQuiet || line is null || line.StartsWith("haystack:", StringComparison.Ordinal) || line.StartsWith("warning:", StringComparison.Ordinal);
    }

    /// <summary>Tells a detail, which only those who ask for more want to know: on stderr with <c>--verbose</c>, and in the log.</summary>
    public void Detail(string line)
    {
        // What is written there goes into the log as well.
        if (_isVerbose)
            Console.Error.WriteLine(line);
        else
            Write(line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener?.Dispose();
        Current = null;
    }

    private void Stopped(Activity activity)
    {
        var outcome = activity.GetTagItem("haystack.outcome") is { } o ? $", {o}" : "";
        Detail(TerminalText.CleanLine(string.Create(CultureInfo.InvariantCulture, $"{activity.DisplayName}: {activity.Duration.TotalSeconds:0.00} s{outcome}{(activity.Status == ActivityStatusCode.Error ? ", failed" : "")}")));
    }

    private void Write(string? line)
    {
        if (_log is null || string.IsNullOrWhiteSpace(line))
            return;
        lock (_gate)
            OutputFile.Append(_log, string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {TerminalText.Clean(line)}\n"));
    }
}
