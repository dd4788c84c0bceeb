using Haystack.Facts;
using Haystack.Scoring;
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
}
