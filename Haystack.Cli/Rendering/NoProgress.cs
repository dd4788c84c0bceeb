using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>No progress; notices alone.</summary>
internal sealed class NoProgress(TextWriter output) : IProgressView
{
    /// <inheritdoc/>
    public async Task<SweepFinished> ShowAsync(IAsyncEnumerable<SweepEvent> events)
    {
        SweepFinished? finished = null;
        await foreach (var happened in events.ConfigureAwait(false))
        {
            if (happened is SweepNotice notice)
                await output.WriteLineAsync(TerminalText.CleanLine(notice.Text)).ConfigureAwait(false);
            finished = happened as SweepFinished ?? finished;
        }

        return finished ?? throw new InvalidOperationException("a sweep ended without its last event");
    }
}
