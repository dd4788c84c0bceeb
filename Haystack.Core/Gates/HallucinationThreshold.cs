using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>Values stated where the text says none: at most a share. Good answers are those that state none.</summary>
internal sealed record HallucinationThreshold : ShareThreshold
{
    public override string Name => "hallucination";

    protected override string Required => $"at most {GateText.Exact(1 - Gate.Margin.Threshold)}";

    public override Arm Question(GateScope scope) => Arm.Absent;

    public override IReadOnlyList<TrialRow> Counted(GateRows rows) => rows.Absent;

    public override bool IsGood(TrialRow row) => row.Outcome is not (Outcome.OneHop or Outcome.OtherChain or Outcome.Invented or Outcome.Ambiguous);

    protected override string? Figure(DocumentShare share) => share.Answers.Value is { } good ? GateText.Percent(1 - good) : null;

    protected override string Text(DocumentShare share)
    {
        var zone = Gate.Margin;
        var stated = new Proportion(share.Answers.Total - share.Answers.Successes, share.Answers.Total);
        return $"hallucination {Figures(stated, 1 - share.Upper, 1 - share.Lower, share)}; required {Required}:"
            + $" passes where the upper bound is {GateText.Exact(1 - zone.Lower)} or less, fails where the lower is {GateText.Exact(1 - zone.Upper)} or more" + More(share);
    }
}
