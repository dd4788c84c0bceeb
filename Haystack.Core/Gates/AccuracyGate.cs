using System.Globalization;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>
/// Thresholds on a stored run; needs no model. Immutable: every call gives a new gate. Decides by exact bounds of 95%
/// confidence, never by the point estimate; within 5 points of a threshold either verdict is acceptable.
/// </summary>
public sealed record AccuracyGate
{
    /// <summary>A larger share of trials that are not answers fails the gate.</summary>
    private const double MostInvalid = 0.05;

    private readonly RunData _run;
    private readonly string _directory;
    private IReadOnlyList<Func<TrialRow, bool>> _filters = [];
    private IReadOnlyList<Func<Scope, GateCheck>> _checks = [];
    private Arm _arm = Arm.Pair;
    private int? _distance;
    private bool _strict;

    private AccuracyGate(RunData run, string directory, string model) => (_run, _directory, Model) = (run, directory, model);

    /// <summary>The model's name in the run.</summary>
    public string Model { get; }

    /// <summary>A gate on a run in a directory.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="model">Its name in the run; null where the run has only one.</param>
    /// <exception cref="HaystackException">There is no such run or model.</exception>
    public static AccuracyGate ForRun(string directory, string? model = null) => ForRun(RunReader.Read(directory, withTexts: true), directory, model);

    /// <summary>The same on a run that was read.</summary>
    public static AccuracyGate ForRun(RunData run, string directory, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        string[] models = [.. run.Trials.Select(t => t.Model).Distinct(StringComparer.Ordinal)];
        if (model is null ? models.Length != 1 : !models.Contains(model, StringComparer.Ordinal))
            throw new HaystackException($"name a model of run {run.Name}: {string.Join(", ", models)}");
        return new AccuracyGate(run, directory, model ?? models[0]);
    }

    /// <summary>Only this context length, such as <c>16k</c> tokens.</summary>
    public AccuracyGate WithContext(string tokens)
    {
        var size = TokenSize.Parse(tokens);
        return Where(t => t.ContextTokens == size);
    }

    /// <summary>Only this distance, such as <c>8k</c> tokens; it narrows accuracy and the comparison only.</summary>
    public AccuracyGate AtDistance(string tokens)
    {
        var size = TokenSize.Parse(tokens);
        return this with { _distance = size };
    }

    /// <summary>Only this family.</summary>
    public AccuracyGate InFamily(string name) => Where(t => t.Family == name);

    /// <summary>Only this language.</summary>
    public AccuracyGate InLanguage(string code) => Where(t => t.Language == code);

    /// <summary>The question whose answers are counted; the pair question if left out.</summary>
    public AccuracyGate WithArm(Arm arm) => this with { _arm = arm };

    /// <summary>An undecided gate fails where it would be skipped.</summary>
    public AccuracyGate Strict() => this with { _strict = true };

    /// <summary>Accuracy of at least <paramref name="threshold"/>, above 0 and below 1.</summary>
    public AccuracyGate RequireAccuracy(double threshold)
    {
        var gate = new FixedGate(new GateMargin(threshold));
        return Check(s => Share("accuracy", gate, s.Answers, t => t.Outcome == Outcome.Correct, $"at least {Text(threshold)}"));
    }

    /// <summary>Values stated where the text says none: at most this share, above 0 and below 1.</summary>
    public AccuracyGate RequireHallucinationAtMost(double share)
    {
        var gate = new FixedGate(new GateMargin(1 - share));
        return Check(s => Share("no hallucination", gate, s.Absent, t => t.Outcome is not (Outcome.OneHop or Outcome.OtherChain or Outcome.Invented), $"at least {Text(1 - share)}"));
    }

    /// <summary>The distance at which accuracy falls half-way to chance is at least this, such as <c>4k</c> tokens.</summary>
    public AccuracyGate RequireD50(string tokens)
    {
        var least = TokenSize.Parse(tokens);
        return Check(s => Fall("D50", least, s, f => f.D50));
    }

    /// <summary>The largest distance that keeps 85% of the accuracy side by side is at least this, such as <c>2k</c> tokens.</summary>
    public AccuracyGate RequireD85(string tokens)
    {
        var least = TokenSize.Parse(tokens);
        return Check(s => Fall("D85", least, s, f => f.D85));
    }

    /// <summary>Accuracy falls by at most so much from the smallest distance to the largest, 0 to 1.</summary>
    public AccuracyGate RequirePenaltyAtMost(double drop) => Check(s =>
    {
        var penalty = FitReport.From(s.AllDistances, new Seed(1)).SingleOrDefault()?.Penalty;
        return penalty?.DropInterval is not { } i
            ? new GateCheck("penalty", GateVerdict.Fail, "penalty of distance: no document holds two distances")
            : new GateCheck("penalty", Bound(drop - i.High, drop - i.Low),
                $"penalty of distance {Text(penalty.Drop)}, 95% interval {Text(i.Low)} to {Text(i.High)}, required at most {Text(drop)}");
    });

    /// <summary>Not worse than another run on the same documents by more than <paramref name="by"/>, 0 to 1.</summary>
    public AccuracyGate RequireNoWorseThan(RunData other, double by) => Check(s =>
    {
        if (s.Run.Trials.Count == 0)
            return new GateCheck("no worse", GateVerdict.Fail, "no answers to compare");
        var comparison = PairedComparison.Runs(other, s.Run, new Seed(1), _arm)[0];
        return comparison.DifferenceInterval is not { } i
            ? new GateCheck("no worse", GateVerdict.Fail, $"no answers in common with run {other.Name}")
            : new GateCheck("no worse", Bound(i.Low + by, i.High + by),
                $"difference to run {other.Name}: 95% interval {Text(i.Low)} to {Text(i.High)}, required no worse than {Text(-by)}; {comparison.Counts.Total} pairs, {comparison.UnpairedA + comparison.UnpairedB} answers without a counterpart");
    });

    /// <summary>Decides; throws nothing on a failed gate.</summary>
    /// <exception cref="HaystackException">No threshold was set.</exception>
    public GateResult Decide()
    {
        if (_checks.Count == 0)
            throw new HaystackException("the gate has no threshold");
        TrialRow[] all = [.. _run.Trials.Where(t => t.Model == Model && _filters.All(f => f(t)))];
        TrialRow[] asked = [.. all.Where(t => t.Arm == _arm && (_distance is null || t.DistanceTokens == _distance))];
        var scope = new Scope(
            _run with { Trials = asked },
            [.. asked.Where(t => t.Outcome.IsAnswer())],
            [.. all.Where(t => t.Arm == Arm.Absent && t.Outcome.IsAnswer())],
            all);
        GateCheck[] checks = [.. _checks.Select(c => c(scope))];
        var invalid = all.Count(t => !t.Outcome.IsAnswer());
        var askedInvalid = asked.Length - scope.Answers.Count;
        var tooMany = invalid > MostInvalid * all.Length || askedInvalid > MostInvalid * asked.Length;
        var message = GateMessage.Of(
            _directory, _run.Models.FirstOrDefault(m => m.Name == Model), Model, asked, checks, tooMany ? $"{invalid} of {all.Length} trials are not answers, {askedInvalid} of {asked.Length} of those asked for" : null);
        return new GateResult { Model = Model, Checks = checks, TooManyInvalid = tooMany, Message = message };
    }

    /// <summary>Decides, and throws unless the gate passes.</summary>
    /// <exception cref="GateFailedException">The gate failed, or is undecided and strict.</exception>
    /// <exception cref="GateSkippedException">The gate is undecided.</exception>
    public GateResult Check()
    {
        var result = Decide();
        return result.Verdict switch
        {
            GateVerdict.Pass => result,
            GateVerdict.Fail => throw new GateFailedException(result),
            _ => _strict ? throw new GateFailedException(result) : throw new GateSkippedException(result.Message),
        };
    }

    private AccuracyGate Where(Func<TrialRow, bool> filter) => this with { _filters = [.. _filters, filter] };

    private AccuracyGate Check(Func<Scope, GateCheck> check) => this with { _checks = [.. _checks, check] };

    private static GateCheck Share(string name, FixedGate gate, IReadOnlyList<TrialRow> answers, Func<TrialRow, bool> good, string required)
    {
        var k = new Proportion(answers.Count(good), answers.Count);
        var interval = ClopperPearson.Interval(k) is { } i ? $"exact 95% interval {Text(i.Low)} to {Text(i.High)}" : "no answers";
        var verdict = ClusteredAnswers.Decide(gate, answers, good);
        var more = verdict == GateVerdict.Inconclusive ? $"; about {gate.Trials} independent answers decide" : "";
        return new GateCheck(name, verdict, $"{name} {k.Successes}/{k.Total}, {interval}, required {required}{more}");
    }

    private static GateCheck Fall(string name, int least, Scope scope, Func<Findings, TokenDistance> pick)
    {
        if (FitReport.From(scope.AllDistances, new Seed(1)).SingleOrDefault()?.Accuracy is not { } found || found.Status == CurveStatus.TooFew)
            return new GateCheck(name, GateVerdict.Fail, $"{name}: too few answers or distances");
        var d = pick(found);
        var verdict = found.Status == CurveStatus.AtChance || d is { High: { } high, HighBeyond: false } && high < least ? GateVerdict.Fail
            : d.Low >= least ? GateVerdict.Pass
            : GateVerdict.Inconclusive;
        var end = d.HighBeyond ? "beyond the distances tested" : Tokens(d.High);
        return new GateCheck(name, verdict, $"{name} {(d.Beyond ? "beyond the distances tested" : Tokens(d.Tokens))} ({found.Status}), 95% interval {Tokens(d.Low)} to {end}, required at least {TokenSize.Format(least)} tokens");
    }

    private static string Tokens(double? value) => value is { } v ? v.ToString("0", CultureInfo.InvariantCulture) : "none";

    /// <summary>Passes where the whole interval of what is left over is at or above 0, fails where it is below.</summary>
    private static GateVerdict Bound(double low, double high) =>
        low >= 0 ? GateVerdict.Pass : high < 0 ? GateVerdict.Fail : GateVerdict.Inconclusive;

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private sealed record Scope(RunData Run, IReadOnlyList<TrialRow> Answers, IReadOnlyList<TrialRow> Absent, IReadOnlyList<TrialRow> AllDistances);
}
