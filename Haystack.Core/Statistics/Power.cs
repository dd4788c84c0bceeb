using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>How many documents a difference needs, for <c>plan --detect</c>.</summary>
public static class Power
{
    /// <summary>
    /// Documents (over all context lengths) with which a paired comparison finds a difference of this size at 5%, two-sided.
    /// </summary>
    /// <param name="difference">Accuracy of one minus accuracy of the other, above 0 and below 1; 0.1 is ten points.</param>
    /// <param name="design">What is assumed; null for the defaults.</param>
    /// <remarks>
    /// R. J. Connor, Biometrics 43 (1987) 207, for McNemar's test: pairs n = (z₁₋α/₂·√ψ + z_power·√(ψ − δ²))² / δ² with ψ the
    /// share of pairs that differ; multiplied by 1 + (K − 1)ρ, since the K questions of a document are alike, and divided by K.
    /// Asking about single cells, α is divided by their number (Holm's first step) and a document counts once in each.
    /// </remarks>
    public static int DocumentsToDetect(double difference, PowerDesign? design = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(difference);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(difference, 1);
        design ??= new PowerDesign();
        var discordant = Discordant(difference, design);
        var level = Normal.InvCDF(0, 1, 1 - 0.05 / design.Cells / 2);
        var power = Normal.InvCDF(0, 1, design.Power);
        var root = level * Math.Sqrt(discordant) + power * Math.Sqrt(Math.Max(0, discordant - difference * difference));
        var pairs = root * root / (difference * difference);
        var perDocument = design.Cells > 1 ? 1 : design.QuestionsPerDocument;
        var documents = pairs * (1 + (perDocument - 1) * design.DocumentCorrelation) / perDocument;
        // Two more: the interval of the whole takes the spread between documents from the documents themselves.
        return (int)Math.Ceiling(documents) + 2;
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
