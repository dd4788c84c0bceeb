using System.Globalization;
using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Sweeping;

namespace Haystack.Cli.Rendering;

/// <summary>Counts a sweep's trials as they finish, for whichever view shows them.</summary>
internal sealed class ProgressCount
{
    /// <summary>Trials after the first by which a speed is told.</summary>
    private const int FewestTrials = 8;

    private static readonly TimeSpan ShortestTime = TimeSpan.FromSeconds(2);

    /// <summary>After which two trials tell it as well: who waits is told something in the first minute.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly Dictionary<string, (int Trials, int Finished, int Asked, int Correct, int Invalid, int Capped, int Completed)> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _inFlight = new(StringComparer.Ordinal);
    private long? _firstAt;
    private int _afterFirst, _mostInFlight, _retried;

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
        (Trials, Finished) = (started.Trials, started.Finished);
        foreach (var model in started.Models)
        {
            // What was right before counts too: finished and right are of the same trials.
            var earlier = model.Earlier.Select(t => t.Outcome).ToArray();
            _models[model.Model] = (model.Trials, model.Finished, earlier.Length, earlier.Count(o => o == Outcome.Correct), earlier.Count(o => !o.IsAnswer()),
                earlier.Count(o => o == Outcome.CappedOutput), earlier.Count(o => o.IsCompleted()));
        }
    }

    /// <summary>Takes note of a trial.</summary>
    public void Add(TrialFinished trial)
    {
        Model = trial.Model;
        Finished++;
        _retried += trial.Attempts > 1 ? 1 : 0;
        _inFlight[trial.Model] = trial.InFlight ?? 1;
        _mostInFlight = Math.Max(_mostInFlight, trial.InFlight ?? 1);
        if (_firstAt is null)
            _firstAt = _time.GetTimestamp();
        else
            _afterFirst++;
        var (trials, finished, asked, correct, invalid, capped, completed) = _models[trial.Model];
        // A cold control is a trial of the sweep, and no figure of the model.
        _models[trial.Model] = trial.IsCold ? (trials, finished + 1, asked, correct, invalid, capped, completed) : (trials, finished + 1, asked + 1,
            correct + (trial.Outcome == Outcome.Correct ? 1 : 0), invalid + (trial.Outcome.IsAnswer() ? 0 : 1),
            capped + (trial.Outcome == Outcome.CappedOutput ? 1 : 0), completed + (trial.Outcome.IsCompleted() ? 1 : 0));
    }

    /// <summary>Done of all trials of a model.</summary>
    public (int Trials, int Finished) Of(string model) => (_models[model].Trials, _models[model].Finished);

    /// <summary>Trials a second of this start, its first left out, which bears the loading of the model and the reading of a whole document; null until enough are done.</summary>
    // Those in flight together come together: one such wave, or a moment of it, is no speed.
    public double? Rate => _firstAt is { } first && _time.GetElapsedTime(first) is var since
        && ((_afterFirst >= Math.Max(FewestTrials, 2 * _mostInFlight) && since >= ShortestTime) || (_afterFirst >= 2 && since >= LongEnough))
        ? _afterFirst / since.TotalSeconds
        : null;

    /// <summary>Time left at that rate; null until it is known. Longer prompts come later, so early figures are low.</summary>
    public TimeSpan? Left => Rate is { } rate ? TimeSpan.FromSeconds((Trials - Finished) / rate) : null;

    /// <summary>Whether there is one model, whose figures are then those of the sweep.</summary>
    public bool IsOneModel => _models.Count == 1;

    /// <summary>Time left and what slows it down, in words.</summary>
    public string LeftText()
    {
        var left = Finished >= Trials ? "done" : Left is { } l ? $"about {Span(l)} left" : "time left is not known yet";
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

    /// <summary>What a model's trials came to, those of earlier starts among them.</summary>
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

    /// <summary>A duration for people.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Math.Ceiling(span.TotalSeconds)):0} s"),
    };
}
