using Haystack.Sweeping;
using Spectre.Console;

namespace Haystack.Cli.Rendering;

/// <summary>Progress as moving bars, one a model, on a terminal.</summary>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider time) : IProgressView
{
    /// <inheritdoc/>
    public async Task<SweepFinished> ShowAsync(IAsyncEnumerable<SweepEvent> events)
    {
        var count = new ProgressCount(time);
        SweepFinished? finished = null;
        await console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                await foreach (var happened in events.ConfigureAwait(false))
                {
                    switch (happened)
                    {
                        case SweepNotice notice:
                            console.WriteLine(TerminalText.CleanLine(notice.Text));
                            break;
                        case SweepStarted started:
                            count.Start(started);
                            console.WriteLine(StartLine.For(started));
                            foreach (var model in started.Models)
                            {
                                var bar = progress.AddTask(Escaped(model.Model, count), maxValue: Math.Max(1, model.Trials));
                                bar.Value = model.Finished;
                                bars[model.Model] = bar;
                            }

                            break;
                        case TrialFinished trial:
                            count.Add(trial);
                            bars[trial.Model].Increment(1);
                            bars[trial.Model].Description = Escaped(trial.Model, count);
                            break;
                        case SweepFinished end:
                            finished = end;
                            break;
                    }
                }
            }).ConfigureAwait(false);
        return finished ?? throw new InvalidOperationException("a sweep ended without its last event");
    }

    private static string Escaped(string model, ProgressCount count) =>
        Markup.Escape($"{TerminalText.CleanLine(model)}  {count.Describe(model)}");
}
