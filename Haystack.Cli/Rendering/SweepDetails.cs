using Haystack.Facts;
using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>What happens in a sweep and no view shows: <c>--verbose</c> and <c>--log</c> have it, whichever view there is.</summary>
internal static class SweepDetails
{
    /// <summary>The events as they are; the details among them are told on the way.</summary>
    public static async IAsyncEnumerable<SweepEvent> Told(IAsyncEnumerable<SweepEvent> events)
    {
        await foreach (var happened in events.ConfigureAwait(false))
        {
            if (Line(happened) is { } line)
                ErrorVolume.Current?.Detail(TerminalText.CleanLine(line));
            yield return happened;
        }
    }

    private static string? Line(SweepEvent happened) => happened switch
    {
        TrialAskedAgain again => $"{again.Model}: {again.Arm.ToText()} came to nothing beside other questions and is asked again by itself: {again.Reason ?? "its time was over"}",
        _ => null,
    };
}
