namespace Haystack.Statistics;

/// <summary>
/// What is assumed when asking how many documents a comparison needs. Two models (or runs) answer the same questions
/// about the same documents. The defaults are on the safe side: the two answer independently of each other, and
/// accuracy is where differences are hardest to see.
/// </summary>
internal sealed record PowerDesign
{
    /// <summary>Pair questions about each document.</summary>
    /// <value>8, the default of <c>--chains-per-document</c>.</value>
    public int QuestionsPerDocument { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 8;

    /// <summary>The mean accuracy of the two, 0–1.</summary>
    /// <value>0.5, the worst case.</value>
    public double Accuracy { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 0.5;

    /// <summary>
    /// How alike the answers of the two are: the correlation of right and wrong across questions, 0–1. Models that
    /// stumble over the same questions need fewer documents.
    /// </summary>
    /// <value>0.</value>
    public double Agreement { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); }

    /// <summary>The correlation of the differences between questions of one document, 0–1.</summary>
    /// <value>0.05.</value>
    public double DocumentCorrelation { get; init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 0.05;

    /// <summary>The chance that the difference is found if it is there.</summary>
    /// <value>0.8.</value>
    public double Power { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 0.8;

    /// <summary>How many cells are tested at once, Holm over all; 1 asks about the whole.</summary>
    /// <value>1.</value>
    public int Cells { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value)); } = 1;
}
