using System.Globalization;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>Counts a sweep's trials as they finish, for whichever view shows them.</summary>
internal sealed class ProgressCount
{
    private readonly TimeProvider _time;
    private readonly Dictionary<string, (int Trials, int Finished, int Asked, int Correct, int Invalid, int Capped, int Completed)> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _inFlight = new(StringComparer.Ordinal);
    private long _began;
    private int _askedSince, _retried;

    public ProgressCount(TimeProvider time) => _time = time;

    /// <summary>Trials of the whole run.</summary>
    public int Trials { get; private set; }

    /// <summary>Trials done, those of earlier starts among them.</summary>
    public int Finished { get; private set; }

    /// <summary>The model whose trial finished last.</summary>
    public string? Model { get; private set; }

    /// <summary>Takes note of the start.</summary>
    public void Start(SweepStarted started)
    {
        (Trials, Finished, _began) = (started.Trials, started.Finished, _time.GetTimestamp());
        foreach (var model in started.Models)
            _models[model.Model] = (model.Trials, model.Finished, 0, 0, 0, 0, 0);
    }

    /// <summary>Takes note of a trial.</summary>
    public void Add(TrialFinished trial)
    {
        Model = trial.Model;
        Finished++;
        _retried += trial.Attempts > 1 ? 1 : 0;
        _inFlight[trial.Model] = trial.InFlight ?? 1;
        _askedSince++;
        var (trials, finished, asked, correct, invalid, capped, completed) = _models[trial.Model];
        // A cold control is a trial of the sweep, and no figure of the model.
        _models[trial.Model] = trial.IsCold ? (trials, finished + 1, asked, correct, invalid, capped, completed) : (trials, finished + 1, asked + 1,
            correct + (trial.Outcome == Outcome.Correct ? 1 : 0), invalid + (trial.Outcome.IsAnswer() ? 0 : 1),
            capped + (trial.Outcome == Outcome.CappedOutput ? 1 : 0), completed + (trial.Outcome.IsCompleted() ? 1 : 0));
    }

    /// <summary>Done of all trials of a model.</summary>
    public (int Trials, int Finished) Of(string model) => (_models[model].Trials, _models[model].Finished);

    /// <summary>Trials a second since the start; null before the first.</summary>
    public double? Rate => _askedSince == 0 || Elapsed.TotalSeconds <= 0 ? null : _askedSince / Elapsed.TotalSeconds;

    /// <summary>Time left at that rate; null before the first trial. Longer prompts come later, so early figures are low.</summary>
    public TimeSpan? Left => Rate is { } rate ? TimeSpan.FromSeconds((Trials - Finished) / rate) : null;

    /// <summary>Whether there is one model, whose figures are then those of the sweep.</summary>
    public bool IsOneModel => _models.Count == 1;

    /// <summary>Time left and what slows it down, in words.</summary>
    public string LeftText()
    {
        var left = Finished >= Trials ? "done" : Left is { } l ? $"about {Span(l)} left" : "time left is known after the first answer";
        return _retried > 0 ? string.Create(CultureInfo.InvariantCulture, $"{left}, {_retried} asked again") : left;
    }

    /// <summary>One line on where the sweep is.</summary>
    public string Line()
    {
        var model = Model is { } name ? $"{TerminalText.CleanLine(name)} {Describe(name)}, " : "";
        var rate = Rate is { } r ? string.Create(CultureInfo.InvariantCulture, $", {r:0.#}/s") : "";
        var left = Left is { } l && Finished < Trials ? $", about {Span(l)} left" : "";
        left += _retried > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_retried} asked again") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Finished:N0}/{Math.Max(Trials, Finished):N0} trials ({model}{(Finished >= Trials ? 100 : 100.0 * Finished / Trials):0}%){rate}{left}");
    }

    /// <summary>What a model's trials of this start came to.</summary>
    public string Describe(string model)
    {
        var (trials, finished, asked, correct, invalid, capped, completed) = _models[model];
        var answered = asked - invalid;
        var accuracy = answered > 0 ? string.Create(CultureInfo.InvariantCulture, $", {correct}/{answered} right") : "";
        var bad = invalid > 0 ? string.Create(CultureInfo.InvariantCulture, $", {invalid} invalid") : "";
        var cut = CappedWords.Short(new CappedShare(new Proportion(capped, answered), new Proportion(correct, completed))) is { Length: > 0 } words ? $", {words}" : "";
        var beside = finished < trials && _inFlight.GetValueOrDefault(model) is > 1 and var flying ? string.Create(CultureInfo.InvariantCulture, $", {flying} in flight") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{finished}/{trials}{accuracy}{cut}{bad}{beside}");
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_began);

    /// <summary>A duration for people.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Math.Ceiling(span.TotalSeconds)):0} s"),
    };
}
