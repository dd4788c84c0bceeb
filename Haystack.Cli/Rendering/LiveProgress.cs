using System.Globalization;
using Haystack.Sweeping;
using Spectre.Console;

namespace Haystack.Cli.Rendering;

/// <summary>Progress as moving bars on a terminal: one a model where they all fit, else the one that is asked, and one of the whole sweep.</summary>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider time) : IProgressView
{
    /// <summary>Lines of a terminal that are not for models: the start, the total, what was told.</summary>
    private const int OtherLines = 6;

    /// <summary>Columns of the bar and the share beside a description.</summary>
    private const int BarColumns = 34;

    private const string Total = "all";

    private readonly ProgressWaits _waits = new(time);
    private IReadOnlyList<string> _names = [];

    /// <inheritdoc/>
    public void Tell(string line)
    {
        ErrorVolume.Current?.Take(line);
        console.WriteLine(TerminalText.CleanLine(line));
    }

    /// <inheritdoc/>
    public async Task<SweepFinished> ShowAsync(IAsyncEnumerable<SweepEvent> events)
    {
        var count = new ProgressCount(time);
        SweepFinished? finished = null;
        var heatmap = new LiveHeatmap();
        var shown = 0;
        await console.Progress()
            .UseRenderHook((bars, _) => heatmap.Below(bars, console.Profile.Width, console.Profile.Height - shown - OtherLines))
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn())
            .StartAsync(async progress =>
            {
                var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                await foreach (var happened in events.ConfigureAwait(false))
                {
                    switch (happened)
                    {
                        case SweepNotice notice:
                            Tell(notice.Text);
                            break;
                        case SweepStage stage:
                            Tell($"{stage.Text} …");
                            break;
                        case SweepStarted started:
                            count.Start(started);
                            _names = [.. started.Models.Select(m => m.Model)];
                            Tell(StartLine.For(started));
                            foreach (var model in Shown(started))
                                bars[model.Model] = Bar(progress, Description(model.Model, count), model);
                            foreach (var earlier in started.Models.SelectMany(m => m.Earlier))
                                heatmap.Add(earlier);
                            if (started.Models.Count > 1)
                                bars[Total] = Bar(progress, $"{Total}  {count.LeftText()}", new ModelProgress(Total, started.Trials, started.Finished));
                            shown = bars.Count;
                            break;
                        case RequestWaits wait:
                            if (_waits.Note(wait) is { } line)
                                Tell(line);
                            if (_names.Contains(wait.Model))
                                Move(bars, wait.Model, count);
                            break;
                        case TrialFinished trial:
                            count.Add(trial);
                            heatmap.Add(trial);
                            Move(bars, trial.Model, count);
                            break;
                        case SweepFinished end:
                            finished = end;
                            break;
                    }
                }
            }).ConfigureAwait(false);
        return finished ?? throw new InvalidOperationException("a sweep ended without its last event");
    }

    /// <summary>All models, or the first of them where the terminal is too small for all: its bar is then that of whichever is asked.</summary>
    private IEnumerable<ModelProgress> Shown(SweepStarted started) =>
        started.Models.Take(started.Models.Count <= Math.Max(1, console.Profile.Height - OtherLines) ? started.Models.Count : 1);

    private void Move(Dictionary<string, ProgressTask> bars, string model, ProgressCount count)
    {
        var bar = bars.TryGetValue(model, out var own) ? own : bars.First(b => b.Key != Total).Value;
        var (trials, done) = count.Of(model);
        bar.MaxValue = Math.Max(1, trials);
        bar.Value = done;
        bar.Description = Description(model, count);
        if (bars.TryGetValue(Total, out var total))
        {
            total.Value = count.Finished;
            total.Description = Fitting($"{Total}  {count.LeftText()}");
        }
    }

    private ProgressTask Bar(ProgressContext progress, string description, ModelProgress of)
    {
        var bar = progress.AddTask(Fitting(description), maxValue: Math.Max(1, of.Trials));
        bar.Value = of.Finished;
        return bar;
    }

    private string Description(string model, ProgressCount count)
    {
        var (trials, done) = count.Of(model);
        var words = _waits.Of(model) is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"{done}/{trials}, {until}")
            : count.Describe(model) + (count.IsOneModel ? $", {count.LeftText()}" : "");
        // The figures stay; of a long name the middle is left out.
        var room = Math.Max(8, console.Profile.Width - BarColumns - words.Length - 2);
        return Fitting($"{ShortNames.Of(model, room, _names)}  {words}");
    }

    /// <summary>In one line beside its bar: nothing wraps.</summary>
    private string Fitting(string text)
    {
        var room = Math.Max(16, console.Profile.Width - BarColumns);
        while (ShortNames.Cells(text) > room)
            text = $"{text.TrimEnd('…')[..^1]}…";
        return Markup.Escape(text);
    }
}
