using Haystack.Facts;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>Accuracy of at least a share.</summary>
internal sealed record AccuracyThreshold : ShareThreshold
{
    public override string Name => "accuracy";

    protected override string Required => $"at least {GateText.Exact(Gate.Margin.Threshold)}";

    public override Arm Question(GateScope scope) => scope.Arm;

    public override IReadOnlyList<TrialRow> Counted(GateRows rows) => rows.Asked;

    protected override string? Figure(DocumentShare share) => share.Answers.Value is { } right ? GateText.Percent(right) : null;

    protected override string Text(DocumentShare share)
    {
        var zone = Gate.Margin;
        return $"accuracy {Figures(share.Answers, share.Lower, share.Upper, share)}; required {Required}:"
            + $" passes where the lower bound is {GateText.Exact(zone.Lower)} or more, fails where the upper is {GateText.Exact(zone.Upper)} or less" + More(share);
    }
}
