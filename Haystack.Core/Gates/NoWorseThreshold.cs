using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>Not worse than another run on the same questions by more than so much: decided by the 95% interval of the paired difference.</summary>
internal sealed record NoWorseThreshold : GateThreshold
{
    /// <summary>A larger share of answers without a counterpart leaves the comparison undecided: what is missing may be what fails.</summary>
    private const double MostUnpaired = 0.05;

    public override string Name => "no worse";

    /// <summary>The run to be held against.</summary>
    public required RunData Other { get; init; }

    /// <summary>How much worse is allowed, 0–1.</summary>
    public required double By { get; init; }

    public override Arm Question(GateScope scope) => scope.Arm;

    public override IReadOnlyList<TrialRow> Counted(GateRows rows) => rows.Asked;

    protected override int Ambiguous(GateRows rows) => base.Ambiguous(rows) + Others(rows).Count(Unsettled.IsAmbiguous);

    /// <summary>The worst that can be said of this run and the best of the other, and the other way about.</summary>
    protected override IReadOnlyList<(GateThreshold Threshold, GateRows Rows)> Readings(GateRows rows, Func<TrialRow, bool> isOpen) =>
    [
        (this, rows),
        (this with { Other = Settled(t => Unsettled.CountedRight(t, isOpen)) }, rows.Settled(t => Unsettled.CountedWrong(t, isOpen))),
        (this with { Other = Settled(t => Unsettled.CountedWrong(t, isOpen)) }, rows.Settled(t => Unsettled.CountedRight(t, isOpen))),
    ];

    /// <summary>The comparison's interval reaches over both ways to count questions that one side did not answer.</summary>
    protected override int Missing(GateRows rows) => 0;

    public override GateCheck Check(GateRows rows, bool isEarly = false)
    {
        var others = Others(rows);
        if (others.Length == 0)
            throw new HaystackException($"run {Other.Name} has nothing of {ModelOf(rows.Model)} in the part asked for{(rows.Scope.ToString() is { Length: > 0 } scope ? $" ({scope})" : "")}");
        var comparison = PairedComparison.Between((Other.Name, others), (rows.Run.Name, rows.Asked), rows.Scope.Arm);
        var unpaired = comparison.UnpairedA + comparison.UnpairedB;
        var required = $"required no worse than run {Other.Name} by more than {GateText.Exact(By)}";
        if (comparison.Counts.Difference is not { } difference)
            return new GateCheck(Name, GateVerdict.Fail, $"no answers in common with run {Other.Name} ({unpaired} without a counterpart); {required}");
        var interval = CautiousInterval.Of(
            comparison.DifferenceInterval, difference, comparison.Counts.DifferenceInterval()!.Value,
            DocumentShare.LeastDesign(Enumerable.Repeat((comparison.Counts.Total + comparison.Documents - 1) / comparison.Documents, comparison.Documents)), isEarly);
        var text = $"accuracy {comparison.Counts.B.Successes}/{comparison.Counts.Total} against {comparison.Counts.A.Successes}/{comparison.Counts.Total}, difference {GateText.Share(difference)},"
            + $" {GateText.Interval(isEarly)} {GateText.Low(interval.Low)} to {GateText.High(interval.High)} ({comparison.Documents} documents); {required}";
        if (comparison.Documents < DocumentShare.FewestDocuments)
            return new GateCheck(Name, GateVerdict.Inconclusive, $"{text}; {comparison.Documents} documents in common, {DocumentShare.FewestDocuments} are needed");
        if (unpaired > MostUnpaired * (unpaired + comparison.Counts.Total))
            return new GateCheck(Name, GateVerdict.Inconclusive, $"{text}; {comparison.UnpairedA} answers of run {Other.Name} and {comparison.UnpairedB} of this one have no counterpart, more than {MostUnpaired:0%}");
        var verdict = interval.Low >= -By ? GateVerdict.Pass : interval.High < -By ? GateVerdict.Fail : GateVerdict.Inconclusive;
        return new GateCheck(Name, verdict, $"{text}; passes where the whole interval is at or above {GateText.Exact(-By)}, fails where it is all below"
            + (verdict == GateVerdict.Inconclusive ? FurtherDocuments.Text(comparison.Documents, difference, interval, -By) : ""))
        { Figure = GateText.Percent(difference) };
    }

    private RunData Settled(Func<IReadOnlyList<TrialRow>, IReadOnlyList<TrialRow>> settle) => Other with { Trials = settle(Other.Trials) };

    private TrialRow[] Others(GateRows rows)
    {
        var model = ModelOf(rows.Model);
        return [.. Other.Trials.Where(t => t.Model == model && rows.Scope.Takes(t))];
    }

    /// <summary>The model of the other run that this one is held against: of the same name, or its only one.</summary>
    private string ModelOf(string model)
    {
        string[] models = [.. Other.Trials.Select(t => t.Model).Distinct(StringComparer.Ordinal)];
        return models.Contains(model, StringComparer.Ordinal) ? model
            : models is [var only] ? only
            : throw new HaystackException($"run {Other.Name} has no {model}; it has {string.Join(", ", models)}");
    }
}
