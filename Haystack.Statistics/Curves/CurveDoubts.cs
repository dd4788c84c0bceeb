namespace Haystack.Statistics.Curves;

/// <summary>
/// What may make far facts harder instead of distance, or beside it, and was neither found nor cleared: the limits of D50 and D85
/// reach over the curves with each.
/// </summary>
/// <param name="known">The answers.</param>
/// <param name="stopsAtWidth">Whether they were gathered until the interval of D50 was narrow enough.</param>
/// <param name="evenness"><see cref="FoundWeights.Evenness"/>.</param>
internal sealed class CurveDoubts(FoundWeights known, bool stopsAtWidth, double evenness)
{
    /// <summary>Log-likelihood that facts between have to gain for limits to reach over the curve with them: what one parameter gains by chance on average. With few documents anything is enough.</summary>
    private const double BetweenSuspected = 0.5;

    /// <summary>Of two forms the one that is less likely by so much, in log-likelihood, is refuted beside the other: half the 95% quantile of χ² with one degree of freedom.</summary>
    private const double Refuted = 1.92;

    private readonly FoundWeights _known = known;
    private readonly bool _stopsAtWidth = stopsAtWidth;
    private readonly double _evenness = evenness;

    /// <summary>What is told of the answers.</summary>
    public CurveResult Told()
    {
        var analysis = new CurveAnalysis(_known, _stopsAtWidth);
        var found = analysis.Conclude(_evenness);
        // A parting may have come in by luck, or for another like it: the limits reach over the curve without it as well.
        if (analysis.Rivals.Apart is not null)
            found = Over(found, new CurveAnalysis(_known, _stopsAtWidth, partings: false).Conclude(_evenness));
        if (found.Status == CurveStatus.Separated)
            return OverAll(found, analysis.Rivals.Terms.Names);
        if (found.Status != CurveStatus.Fitted)
            return found;
        // And it may have stayed out by luck, as facts between may: where one is suspected, they reach over the curve with it.
        if (analysis.Rivals is { Apart: null, Suspect: { } suspect and not CurveTerms.Between })
            found = Beside(found, _known, suspect).Found;
        return OverBetween(found, analysis);
    }

    /// <summary>
    /// How facts between count is not known: by the logarithm of their number, as tokens do, or each as much as another. Where they
    /// are a term, or one is suspected, limits reach over both; where either leaves open whether accuracy falls half-way, no figure is told.
    /// </summary>
    private CurveResult OverBetween(CurveResult found, CurveAnalysis analysis)
    {
        var isTerm = analysis.Rivals.Terms.Names.Contains(CurveTerms.Between);
        var isSuspect = analysis.Rivals.Suspect is CurveTerms.Between;
        var least = isTerm || isSuspect ? double.NegativeInfinity : _known.Data.Documents < FigureRule.FewDocuments ? 0 : BetweenSuspected;
        (FoundWeights Form, double Gain)[] forms =
            [.. new[] { _known, _known.ByNumber() }.Select(f => (f, isTerm && f == _known ? 0 : analysis.BetweenGain(f.Data)))];
        var most = forms.Max(f => f.Gain);
        var isOpen = isTerm;
        foreach (var (form, _) in forms.Where(f => f.Gain > least && f.Gain > most - Refuted && !(isTerm && f.Form == _known)))
        {
            (found, var open) = Beside(found, form, CurveTerms.Between);
            isOpen |= open;
        }

        return FigureRule.Told(found, _known.Data.Documents, isOpen && (isTerm || most > FigureRule.BetweenGain));
    }

    /// <summary>Over the curve with a rival as well, and whether D50 is open there; as it was where the rival costs no answers.</summary>
    private (CurveResult Found, bool IsOpen) Beside(CurveResult found, FoundWeights answers, string rival)
    {
        var beside = new CurveAnalysis(answers, _stopsAtWidth, rival: rival);
        if (!beside.Loses(rival))
            return (found, false);
        var other = beside.Conclude(_evenness);
        var note = CurveNotes.Suspected(rival);
        return (Over(found, other) with { PlaceMatters = true, Notes = found.Notes.Contains(note) ? found.Notes : [note, .. found.Notes] }, other.D50.HighBeyond);
    }

    /// <summary>Parted by a step, the answers say nothing against anything else that goes with distance: the limits reach over each.</summary>
    private CurveResult OverAll(CurveResult found, IReadOnlyList<string> terms)
    {
        foreach (var rival in RivalTerms.Names(_known.Data).Except(terms))
        {
            var beside = new CurveAnalysis(_known, _stopsAtWidth, rival: rival);
            if (!beside.Loses(rival))
                continue;
            var wider = Over(found, beside.Conclude(_evenness));
            found = wider.D50.HighBeyond && !found.D50.HighBeyond ? wider with { Notes = [.. found.Notes, CurveNotes.Suspected(rival)] } : wider;
        }

        return found;
    }

    private static CurveResult Over(CurveResult found, CurveResult other) => found with
    {
        D50 = EitherWay.Hull([found.D50, other.D50], keepsEstimate: true),
        D85 = EitherWay.Hull([found.D85, other.D85], keepsEstimate: true),
        LackOfFitP = found.LackOfFitP is { } p && other.LackOfFitP is { } q ? Math.Min(p, q) : found.LackOfFitP ?? other.LackOfFitP,
        PooledContradict = found.PooledContradict || other.PooledContradict,
    };
}
