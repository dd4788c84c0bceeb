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
    /// Decides, by the worse reading of ambiguous replies: where readings of them disagree, nothing is decided.
    /// </summary>
    /// <inheritdoc cref="Check(GateRows, bool)"/>
    public GateCheck Decide(GateRows rows, bool isEarly = false)
    {
        var ambiguous = Ambiguous(rows);
        return ambiguous == 0
            ? Check(rows, isEarly)
            : Join([.. Readings(rows).Select(r => r.Threshold.Check(r.Rows, isEarly))], ambiguous);
    }

    /// <summary>The check of the point estimate (the first), with what the other readings say of it.</summary>
    internal static GateCheck Join(IReadOnlyList<GateCheck> checks, int ambiguous)
    {
        var replies = ambiguous == 1 ? "1 ambiguous reply, counted wrong," : $"{ambiguous} ambiguous replies, counted wrong,";
        return checks.All(c => c.Verdict == checks[0].Verdict)
            ? checks[0] with { Text = $"{checks[0].Text}; {replies} change the verdict by no reading" }
            : checks[0] with
            {
                Verdict = GateVerdict.Inconclusive,
                Text = $"{checks[0].Text}; undecided: {replies} decide it ({string.Join(", ", checks.Skip(1).Where(c => c.Verdict != checks[0].Verdict).Select(c => c.Figure).OfType<string>().Distinct().Select(f => $"{f} by another reading").DefaultIfEmpty("another reading gives another verdict"))}); haystack review settles them",
            };
    }

    /// <summary>Ambiguous replies among the trials that it counts.</summary>
    protected virtual int Ambiguous(GateRows rows) => Counted(rows).Count(Unsettled.IsAmbiguous);

    /// <summary>What it is held against by each reading that could move it furthest; all ambiguous replies wrong comes first.</summary>
    protected virtual IReadOnlyList<(GateThreshold Threshold, GateRows Rows)> Readings(GateRows rows) =>
        [(this, rows.Settled(Unsettled.CountedWrong)), (this, rows.Settled(Unsettled.CountedRight))];
}
