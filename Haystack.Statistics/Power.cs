using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>How many documents a difference needs, for <c>plan --detect</c>.</summary>
internal static class Power
{
    /// <summary>
    /// Documents (over all context lengths) with which a paired comparison finds a difference of this size at 5%, two-sided.
    /// </summary>
    /// <param name="difference">Accuracy of one minus accuracy of the other, above 0 and below 1; 0.1 is ten points.</param>
    /// <param name="design">What is assumed; null for the defaults.</param>
    /// <remarks>
    /// R. J. Connor, Biometrics 43 (1987) 207, for McNemar's test: pairs n = (t₁₋α/₂·√ψ + t_power·√(ψ − δ²))² / δ² with ψ the
    /// share of pairs that differ; multiplied by 1 + (K − 1)ρ, since the K questions of a document are alike, and divided by K.
    /// Asking about single cells, α is divided by their number (Holm's first step) and a document counts once in each.
    /// </remarks>
    public static int DocumentsToDetect(double difference, PowerDesign? design = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(difference);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(difference, 1);
        design ??= new PowerDesign();
        var discordant = Discordant(difference, design);
        // Fewer conclude nothing, and their spread is itself unsure: Student's quantiles, for the documents that there will be.
        const double many = 1e6;
        var documents = Math.Max(DocumentSpread.FewestDocuments, (int)Math.Ceiling(Documents(difference, design, discordant, many)));
        while (Documents(difference, design, discordant, documents - 1) > documents)
            documents++;
        return documents;
    }

    private static double Documents(double difference, PowerDesign design, double discordant, double freedom)
    {
        var level = StudentT.InvCDF(0, 1, freedom, 1 - 0.05 / design.Cells / 2);
        var power = StudentT.InvCDF(0, 1, freedom, design.Power);
        var root = level * Math.Sqrt(discordant) + power * Math.Sqrt(Math.Max(0, discordant - difference * difference));
        var pairs = root * root / (difference * difference);
        var perDocument = design.Cells > 1 ? 1 : design.QuestionsPerDocument;
        return pairs * (1 + (perDocument - 1) * design.DocumentCorrelation) / perDocument;
    }

    /// <summary>ψ: the share of questions that the two answer differently.</summary>
    private static double Discordant(double difference, PowerDesign design)
    {
        var better = Math.Min(1, design.Accuracy + difference / 2);
        var worse = better - difference;
        worse = Math.Max(0, worse);
        var independent = better * (1 - worse) + worse * (1 - better);
        var shared = 2 * design.Agreement * Math.Sqrt(better * (1 - better) * worse * (1 - worse));
        return Math.Max(independent - shared, difference);
    }
}
