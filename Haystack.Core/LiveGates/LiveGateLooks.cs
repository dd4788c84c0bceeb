using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Gates;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.LiveGates;

/// <summary>
/// The looks of a live gate. Shares (accuracy, hallucination) are decided by the planned sequential rule; what an interval
/// decides is looked at half-way, at three quarters and at the end. A verdict stands once it is given.
/// </summary>
internal sealed class LiveGateLooks
{
    /// <summary>Shares of the documents after which intervals are looked at, before the end.</summary>
    private static readonly double[] IntervalLooks = [0.5, 0.75];

    private readonly GateConditions _conditions;
    private readonly int _documents;
    private readonly DocumentGate?[] _plans;
    private readonly GateCheck?[] _decided;
    private int _looked;
    private int _asked;

    public LiveGateLooks(GateConditions conditions, SweepOptions options, int documents)
    {
        (_conditions, _documents) = (conditions, documents);
        _plans = [.. conditions.Thresholds.Select(t => t is ShareThreshold share
            ? new DocumentGate(share.Gate, LiveGateOptions.AnswersPerDocument(t, conditions, options)) : null)];
        _decided = new GateCheck?[conditions.Thresholds.Count];
    }

    /// <summary>Whether nothing more need be asked: a threshold is missed, or all have a verdict.</summary>
    public bool IsOver => _decided.Any(c => c?.Verdict == GateVerdict.Fail) || _decided.All(c => c is not null);

    /// <summary>One line on how far it is.</summary>
    public string State => $"{_asked} of at most {_documents} documents: " + string.Join(
        ", ", _conditions.Thresholds.Select((t, i) => $"{t.Name} {_decided[i]?.Verdict switch { GateVerdict.Pass => "passed", GateVerdict.Fail => "failed", null => "open", _ => "undecided" }}"));

    /// <summary>Documents to the next look.</summary>
    public static int BatchAfter(int asked)
    {
        var batch = 1;
        while (!DocumentGate.IsLook(asked + batch))
            batch++;
        return batch;
    }

    /// <summary>The questions that something is still open about.</summary>
    public IReadOnlyList<Arm> ArmsLeft() =>
        [.. _conditions.Thresholds.Where((_, i) => _decided[i] is null).Select(t => t.Question(_conditions.Scope)).Distinct()];

    /// <summary>Looks at what is stored of the documents asked about so far.</summary>
    /// <param name="stored">The model's rows.</param>
    /// <param name="asked">The documents, in order.</param>
    public void Look(IReadOnlyList<TrialRow> stored, IReadOnlyList<string> asked)
    {
        var looksAtIntervals = IsLookAtIntervals(_asked, asked.Count);
        (_looked, _asked) = (_looked + 1, asked.Count);
        var order = asked.Select((id, i) => (id, i)).ToDictionary(d => d.id, d => d.i, StringComparer.Ordinal);
        var rows = stored.Where(t => order.ContainsKey(t.DocumentId)).ToLookup(t => t.Arm);
        for (var i = 0; i < _plans.Length; i++)
        {
            if (_decided[i] is not null)
                continue;
            if (_plans[i] is not { } plan || _conditions.Thresholds[i] is not ShareThreshold threshold)
            {
                if (looksAtIntervals)
                    _decided[i] = Early(_conditions.Thresholds[i], rows);
                continue;
            }

            var arm = threshold.Question(_conditions.Scope);
            var counted = rows[arm].Where(t => arm == Arm.Absent || _conditions.Scope.Takes(t)).ToArray();
            var (ambiguous, missing) = (counted.Count(Unsettled.IsAmbiguous), counted.Count(t => !t.Outcome.IsAnswer()));
            var told = Documents(Unsettled.CountedWrong(counted, Unsettled.IsAmbiguous), threshold, order);
            var (worst, best) = ambiguous + missing == 0 ? (told, told)
                : (Documents(Unsettled.CountedWrong(counted, Unsettled.IsOpen), threshold, order), Documents(Unsettled.CountedRight(counted, Unsettled.IsOpen), threshold, order));
            // A verdict is one that no way to settle ambiguous replies and questions without an answer takes back.
            var (low, high) = (plan.Decide(worst), ambiguous + missing == 0 ? (GateVerdict?)null : plan.Decide(best));
            if (low == GateVerdict.Continue || high == GateVerdict.Continue)
                continue;
            _decided[i] = high is not { } other
                ? Said(threshold.Check(told), low)
                : Said(GateThreshold.Join([threshold.Check(told) with { Verdict = low }, threshold.Check(best) with { Verdict = other }], ambiguous, missing), low == other ? low : GateVerdict.Inconclusive);
        }
    }

    private static Proportion[] Documents(IEnumerable<TrialRow> counted, GateThreshold threshold, Dictionary<string, int> order) =>
        [.. counted.Where(t => t.Outcome.IsAnswer()).GroupBy(t => t.DocumentId, StringComparer.Ordinal)
            .OrderBy(g => order[g.Key]).Select(g => new Proportion(g.Count(threshold.IsGood), g.Count()))];

    /// <summary>The result, with what was left open decided on all that is stored.</summary>
    public GateResult Conclude(RunData run, string directory, string model, string? givenUp)
    {
        var rows = new GateRows(run, model, _conditions.Scope, [.. run.Trials.Where(t => t.Model == model)]) { Partial = true };
        var missed = _decided.Any(c => c?.Verdict == GateVerdict.Fail);
        GateCheck[] checks = [.. _conditions.Thresholds.Select((t, i) => _decided[i]
            ?? (rows.All.Count == 0 ? new GateCheck(t.Name, GateVerdict.Fail, $"{t.Name}: no answers")
                : missed || givenUp is not null && t is not ShareThreshold ? new GateCheck(t.Name, GateVerdict.Inconclusive, $"{t.Name}: not measured to the end")
                : t.Decide(rows)))];
        var note = $"asked about {_asked} of at most {_documents} documents, {_looked} {(_looked == 1 ? "look" : "looks")}" + (givenUp is null ? "" : $"; given up: {givenUp}");
        return _conditions.Conclude(rows, directory, checks, note);
    }

    /// <summary>The first look at half and at three quarters of the documents.</summary>
    private bool IsLookAtIntervals(int before, int asked) =>
        asked < _documents && IntervalLooks.Any(share => before < share * _documents && asked >= share * _documents);

    /// <summary>What an interval says before all was asked; null where that is nothing.</summary>
    private GateCheck? Early(GateThreshold threshold, ILookup<Arm, TrialRow> rows)
    {
        TrialRow[] asked = [.. rows[threshold.Question(_conditions.Scope)]];
        // Where nothing of two distances was answered so far, there is nothing to look at yet.
        if (asked.Where(t => t.Outcome.IsAnswer()).Select(t => t.DistanceTokens).Distinct().Count() < 2)
            return null;
        var run = new RunData { Name = "the run so far", Manifest = new Dictionary<string, string>(), Models = [], Documents = [], Trials = asked };
        var check = threshold.Decide(new GateRows(run, asked[0].Model, _conditions.Scope, asked) { Partial = true }, isEarly: true);
        return check.Verdict is GateVerdict.Pass or GateVerdict.Fail ? Said(check, check.Verdict) : null;
    }

    private GateCheck Said(GateCheck check, GateVerdict verdict) => check with
    {
        Verdict = verdict,
        Text = $"{check.Text}; decided at look {_looked}",
    };
}
