using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>A share of answers that must be large enough: decided by the exact bounds over documents.</summary>
internal abstract record ShareThreshold : GateThreshold
{
    /// <summary>The gate on the share of good answers.</summary>
    public required FixedGate Gate { get; init; }

    /// <summary>Decides on documents, each k good of n answers.</summary>
    public GateCheck Check(IReadOnlyList<Proportion> documents)
    {
        var share = DocumentShare.Of(Gate, documents);
        return new GateCheck(Name, share.Verdict, share.Answers.Total == 0 ? $"{Name}: no answers; required {Required}" : Text(share)) { Figure = Figure(share) };
    }

    public override GateCheck Check(GateRows rows, bool isEarly = false) => Check(GateRows.ByDocument(Counted(rows), IsGood));

    /// <summary>The threshold in words, such as <c>at least 0.8</c>.</summary>
    protected abstract string Required { get; }

    /// <summary>The measured share alone; null without an answer.</summary>
    protected abstract string? Figure(DocumentShare share);

    /// <summary>Figures and the rule they were held to.</summary>
    protected abstract string Text(DocumentShare share);

    /// <summary>The figures, the same for all shares: counts, bounds, documents.</summary>
    protected static string Figures(Proportion counts, double low, double high, DocumentShare share) =>
        $"{counts.Successes}/{counts.Total} = {GateText.Share(counts.Value!.Value)}, exact 95% bounds {GateText.Low(low)} and {GateText.High(high)}"
        + $" ({Documents(share.Documents)}: worth {share.Effective} independent answers)";

    /// <summary>What the rule alone does not say: which side decides where both hold, or what would bring a verdict.</summary>
    protected string More(DocumentShare share) =>
        (share.Lower >= Gate.Margin.Lower && share.Upper <= Gate.Margin.Upper ? "; where both hold, the share itself decides" : "") + Missing(share);

    private string Missing(DocumentShare share)
    {
        if (share.Verdict != GateVerdict.Inconclusive)
            return "";
        if (share.Documents < DocumentShare.FewestDocuments)
            return $"; {Documents(share.Documents)} are too few to tell how much documents differ: {DocumentShare.FewestDocuments} are needed";
        return FurtherDocuments.Text(share.Documents, (double)share.Documents * Gate.Trials / share.Effective);
    }

    private static string Documents(int count) => count == 1 ? "1 document" : $"{count} documents";
}
