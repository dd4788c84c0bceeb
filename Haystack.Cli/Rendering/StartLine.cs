using System.Globalization;
using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>The line that says what is begun.</summary>
internal static class StartLine
{
    /// <summary>For example <c>sweeping 3 models, 6,240 trials, into runs/…</c>.</summary>
    public static string For(SweepStarted started)
    {
        var resumed = started.Finished > 0
            ? string.Create(CultureInfo.InvariantCulture, $" ({started.Finished:N0} of them done before)")
            : "";
        var models = Counted.Of(started.Models.Count, "model");
        return string.Create(CultureInfo.InvariantCulture, $"sweeping {models}, {Counted.Of(started.Trials, "trial")}{resumed}, into {TerminalText.CleanLine(started.Directory)}");
    }
}
