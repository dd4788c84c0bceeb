using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>Progress as plain lines, for logs and pipes: one every few seconds.</summary>
internal sealed class PlainProgress(TextWriter output, TimeProvider time, TimeSpan interval) : IProgressView
{
    /// <inheritdoc/>
    public async Task<SweepFinished> ShowAsync(IAsyncEnumerable<SweepEvent> events)
    {
        var count = new ProgressCount(time);
        var waits = new ProgressWaits(time);
        var last = time.GetTimestamp();
        SweepFinished? finished = null;
        await foreach (var happened in events.ConfigureAwait(false))
        {
            switch (happened)
            {
                case SweepNotice notice:
                    await output.WriteLineAsync(TerminalText.CleanLine(notice.Text)).ConfigureAwait(false);
                    break;
                case SweepStage stage:
                    // What passes is for somebody who waits; here a mistake stays one line. A log has it.
                    ErrorVolume.Current?.Take($"{TerminalText.CleanLine(stage.Text)} …");
                    break;
                case RequestWaits wait:
                    if (waits.Note(wait) is { } line)
                        await output.WriteLineAsync(TerminalText.CleanLine(line)).ConfigureAwait(false);
                    break;
                case SweepStarted started:
                    count.Start(started);
                    await output.WriteLineAsync(StartLine.For(started)).ConfigureAwait(false);
                    break;
                case TrialFinished trial:
                    count.Add(trial);
                    if (time.GetElapsedTime(last) >= interval)
                    {
                        last = time.GetTimestamp();
                        await output.WriteLineAsync(count.Line()).ConfigureAwait(false);
                    }

                    break;
                case SweepFinished end:
                    finished = end;
                    if (count.Trials > 0)
                        await output.WriteLineAsync(count.Line()).ConfigureAwait(false);
                    break;
            }
        }

        return finished ?? throw new InvalidOperationException("a sweep ended without its last event");
    }
}
