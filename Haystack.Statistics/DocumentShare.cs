using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>
/// A share over answers that come document by document, with exact bounds that pay for answers about one document being
/// alike: n is divided by the design effect and by what the few documents leave unsure of it (E. L. Korn and
/// B. I. Graubard, Survey Methodology 24 (1998) 193), and the right ones are rounded against whichever side is claimed.
/// </summary>
internal sealed record DocumentShare
{
    /// <summary>With fewer documents there is no telling how much documents differ: nothing is concluded.</summary>
    public const int FewestDocuments = 8;

    /// <summary>Answers of one document are taken to be correlated at least so much, whatever their spread looks like.</summary>
    public const double LeastCorrelation = 0.05;

    /// <summary>All answers, as counts.</summary>
    public required Proportion Answers { get; init; }

    /// <summary>Documents with an answer.</summary>
    public required int Documents { get; init; }

    /// <summary>How much larger the variance is than that of independent answers, the few documents' doubt included; 1 or more.</summary>
    public required double DesignEffect { get; init; }

    /// <summary>So many independent answers would tell as much; 1 or more where there is an answer.</summary>
    public required int Effective { get; init; }

    /// <summary>The exact lower bound, 0–1.</summary>
    public required double Lower { get; init; }

    /// <summary>The exact upper bound, 0–1.</summary>
    public required double Upper { get; init; }

    /// <summary>What a gate says of it: nothing before <see cref="FewestDocuments"/>; without any answer it fails.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>Measures documents, each k right of n answers, against a gate.</summary>
    public static DocumentShare Of(FixedGate gate, IReadOnlyList<Proportion> documents)
    {
        Proportion[] answered = [.. documents.Where(d => d.Total > 0)];
        var all = answered.Aggregate(new Proportion(0, 0), (sum, d) => sum + d);
        if (all.Total == 0)
            return new DocumentShare { Answers = all, Documents = 0, DesignEffect = 1, Effective = 0, Lower = 0, Upper = 1, Verdict = GateVerdict.Fail };
        var design = Design(answered, all) * FewDocuments(answered.Length);
        var effective = Math.Max(1, (int)(all.Total / design));
        var right = (double)all.Successes * effective / all.Total;
        var lower = ClopperPearson.Lower(new Proportion((int)Math.Floor(right), effective), 1 - gate.Margin.Error);
        var upper = ClopperPearson.Upper(new Proportion((int)Math.Ceiling(right), effective), 1 - gate.Margin.Error);
        return new DocumentShare
        {
            Answers = all,
            Documents = answered.Length,
            DesignEffect = design,
            Effective = effective,
            Lower = lower,
            Upper = upper,
            // By the bounds that are told, and by nothing else.
            Verdict = answered.Length < FewestDocuments ? GateVerdict.Inconclusive : (lower >= gate.Margin.Lower, upper <= gate.Margin.Upper) switch
            {
                (true, false) => GateVerdict.Pass,
                (false, true) => GateVerdict.Fail,
                (true, true) => all.Value >= gate.Margin.Threshold ? GateVerdict.Pass : GateVerdict.Fail,
                _ => GateVerdict.Inconclusive,
            },
        };
    }

    /// <summary>The least design effect of documents with so many answers each: 1 + (K − 1)ρ, K weighted by answers (Kish).</summary>
    public static double LeastDesign(IEnumerable<int> answersPerDocument, double correlation = LeastCorrelation)
    {
        double n = 0, squares = 0;
        foreach (var answers in answersPerDocument)
        {
            n += answers;
            squares += (double)answers * answers;
        }

        return n == 0 ? 1 : 1 + Math.Max(0, squares / n - 1) * correlation;
    }

    /// <summary>The variance between documents over the binomial one (the ratio estimator's), or the least design where that is more.</summary>
    private static double Design(Proportion[] documents, Proportion all)
    {
        var p = (double)all.Successes / all.Total;
        var least = LeastDesign(documents.Select(d => d.Total));
        if (p is 0 or 1 || documents.Length < 2)
            return least;
        var squares = documents.Sum(d => (d.Successes - p * d.Total) * (d.Successes - p * d.Total));
        var variance = squares * documents.Length / (documents.Length - 1) / all.Total;
        return Math.Max(least, variance / (p * (1 - p)));
    }

    /// <summary>The spread between few documents is itself unsure: Student's quantile over the normal one, squared.</summary>
    public static double FewDocuments(int documents)
    {
        if (documents < 2)
            return 1;
        var ratio = StudentT.InvCDF(0, 1, documents - 1, 0.95) / Normal.InvCDF(0, 1, 0.95);
        return ratio * ratio;
    }
}
