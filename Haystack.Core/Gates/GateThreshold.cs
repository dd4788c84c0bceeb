using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>One thing that a gate requires. Whether it is met is read from rows alone.</summary>
internal abstract record GateThreshold
{
    /// <summary>Such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The question that it needs answers to.</summary>
    public abstract Arm Question(GateScope scope);

    /// <summary>The trials that it counts, answered or not.</summary>
    public abstract IReadOnlyList<TrialRow> Counted(GateRows rows);

    /// <summary>Whether an answer speaks for the model.</summary>
    public virtual bool IsGood(TrialRow row) => row.Outcome == Outcome.Correct;

    /// <summary>Decides.</summary>
    /// <param name="rows">What was measured.</param>
    /// <param name="isEarly">Whether more could follow: an interval that decides is wider then, for looking more than once.</param>
    public abstract GateCheck Check(GateRows rows, bool isEarly = false);

    /// <summary>
    /// Decides, by the worse reading of ambiguous replies, and with questions that have no answer counted either way:
    /// where these disagree, nothing is decided.
    /// </summary>
    /// <inheritdoc cref="Check(GateRows, bool)"/>
    public GateCheck Decide(GateRows rows, bool isEarly = false)
    {
        var (ambiguous, missing) = (Ambiguous(rows), Missing(rows));
        if (ambiguous + missing == 0)
            return Check(rows, isEarly);
        // The first is the point estimate: from the answers, ambiguous ones wrong.
        IEnumerable<(GateThreshold Threshold, GateRows Rows)> ways = ambiguous == 0 ? [(this, rows)] : Readings(rows, Unsettled.IsAmbiguous);
        if (missing > 0)
            ways = ways.Concat(Readings(rows, Unsettled.IsOpen));
        return Join([.. ways.Select(w => w.Threshold.Check(w.Rows, isEarly))], ambiguous, missing);
    }

    /// <summary>The check of the point estimate (the first), with what the other readings say of it.</summary>
    internal static GateCheck Join(IReadOnlyList<GateCheck> checks, int ambiguous, int missing = 0)
    {
        string[] open =
        [
            .. ambiguous == 0 ? Array.Empty<string>() : [ambiguous == 1 ? "1 ambiguous reply, counted wrong," : $"{ambiguous} ambiguous replies, counted wrong,"],
            .. missing == 0 ? Array.Empty<string>() : [missing == 1 ? "1 question without an answer, counted either way," : $"{missing} questions without an answer, counted either way,"],
        ];
        var what = string.Join(" and ", open);
        return checks.All(c => c.Verdict == checks[0].Verdict)
            ? checks[0] with { Text = $"{checks[0].Text}; {what} change the verdict by no reading" }
            : checks[0] with
            {
                Verdict = GateVerdict.Inconclusive,
                Text = $"{checks[0].Text}; undecided: {what} decide it ({string.Join(", ", checks.Skip(1).Where(c => c.Verdict != checks[0].Verdict).Select(c => c.Figure).OfType<string>().Distinct().Select(f => $"{f} by another reading").DefaultIfEmpty("another reading gives another verdict"))}); {(ambiguous > 0 ? "haystack review settles them" : "ask them again: the same sweep goes on where it stopped")}",
            };
    }

    /// <summary>Ambiguous replies among the trials that it counts.</summary>
    protected virtual int Ambiguous(GateRows rows) => Counted(rows).Count(Unsettled.IsAmbiguous);

    /// <summary>Trials without an answer among those that it counts, unless it allows for them itself.</summary>
    protected virtual int Missing(GateRows rows) => Counted(rows).Count(t => !t.Outcome.IsAnswer());

    /// <summary>What it is held against by each way to settle open trials that could move it furthest; all of them wrong comes first.</summary>
    protected virtual IReadOnlyList<(GateThreshold Threshold, GateRows Rows)> Readings(GateRows rows, Func<TrialRow, bool> isOpen) =>
        [(this, rows.Settled(t => Unsettled.CountedWrong(t, isOpen))), (this, rows.Settled(t => Unsettled.CountedRight(t, isOpen)))];
}
