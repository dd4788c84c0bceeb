namespace Haystack.Statistics;

/// <summary>
/// A gate that stops early, planned beforehand: looks after 8 documents and after every 4 from then on. A look decides
/// where two rules agree: Wald's ratio, divided by the larger of the planned and the measured design effect, has crossed
/// its boundary, and the exact bound over documents (<see cref="DocumentShare"/>) is on the same side. At the end of the
/// plan, or of a budget below it, the bound alone decides, or nothing does.
/// </summary>
/// <remarks>
/// How often it errs where documents differ is measured by simulation (docs/gates.md): the boundary is narrower than
/// that of the promise (3% for 5%) since the design effect is itself estimated, look by look.
/// </remarks>
internal sealed class DocumentGate
{
    private const int FirstLook = DocumentShare.FewestDocuments;
    private const int Every = 4;

    /// <summary>The correlation between a document's answers that is planned for.</summary>
    private const double PlannedCorrelation = 0.1;

    /// <summary>The least correlation that an early look reckons with: more, since few documents say little of it.</summary>
    private const double EarlyCorrelation = 0.15;

    private const double BoundaryError = 0.03;

    private readonly FixedGate _gate;
    private readonly double _earlyDesign;
    private readonly double _up;
    private readonly double _down;

    /// <summary>Plans.</summary>
    /// <param name="gate">The threshold.</param>
    /// <param name="answersPerDocument">Answers that a document gives, 1 or more.</param>
    public DocumentGate(FixedGate gate, int answersPerDocument)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(answersPerDocument, 1);
        _gate = gate;
        var margin = gate.Margin;
        _up = Math.Log(margin.Upper / margin.Lower);
        _down = Math.Log((1 - margin.Lower) / (1 - margin.Upper));
        _earlyDesign = DocumentShare.LeastDesign([answersPerDocument], EarlyCorrelation);
        var planned = DocumentShare.LeastDesign([answersPerDocument], PlannedCorrelation);
        for (MaxDocuments = FirstLook; ; MaxDocuments += Every)
        {
            if (MaxDocuments * answersPerDocument >= gate.Trials * planned * DocumentShare.FewDocuments(MaxDocuments))
                return;
        }
    }

    /// <summary>Documents after which the plan ends.</summary>
    public int MaxDocuments { get; }

    /// <summary>Whether a look is taken after so many documents with an answer.</summary>
    public static bool IsLook(int documents) => documents >= FirstLook && (documents - FirstLook) % Every == 0;

    /// <summary>
    /// The verdict on documents in the order in which they were asked; the first stands. <see cref="GateVerdict.Continue"/>
    /// where more are needed.
    /// </summary>
    /// <param name="documents">Right of the answers of each; documents without an answer are passed over.</param>
    /// <param name="ended">Whether no more will come.</param>
    public GateVerdict Decide(IReadOnlyList<Proportion> documents, bool ended = false)
    {
        Proportion[] answered = [.. documents.Where(d => d.Total > 0)];
        return FirstOfLooks(answered)?.Verdict
            ?? (ended || answered.Length >= MaxDocuments ? DocumentShare.Of(_gate, answered).Verdict : GateVerdict.Continue);
    }

    /// <summary>The verdict on documents that are all there will be, and after how many of them it came.</summary>
    public (GateVerdict Verdict, int Documents) First(IReadOnlyList<Proportion> documents)
    {
        Proportion[] answered = [.. documents.Where(d => d.Total > 0)];
        return FirstOfLooks(answered) ?? (DocumentShare.Of(_gate, answered).Verdict, answered.Length);
    }

    private (GateVerdict Verdict, int Documents)? FirstOfLooks(Proportion[] answered)
    {
        for (var looked = FirstLook; looked <= answered.Length; looked += Every)
        {
            if (Look(answered[..looked]) is not GateVerdict.Continue and var verdict)
                return (verdict, looked);
        }

        return null;
    }

    private GateVerdict Look(Proportion[] documents)
    {
        var share = DocumentShare.Of(_gate, documents);
        var (k, n) = share.Answers;
        var ratio = (k * _up - (n - k) * _down) / Math.Max(_earlyDesign, share.DesignEffect);
        var bound = Math.Log((1 - BoundaryError) / BoundaryError);
        var wald = ratio >= bound ? GateVerdict.Pass : ratio <= -bound ? GateVerdict.Fail : GateVerdict.Continue;
        return wald == share.Verdict ? wald : GateVerdict.Continue;
    }
}
