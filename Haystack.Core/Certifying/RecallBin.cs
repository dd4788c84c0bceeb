using Haystack.Statistics;

namespace Haystack.Certifying;

/// <summary>What was asked of facts at nearly one distance, and how it was answered.</summary>
/// <param name="From">Least distance, from the fact's last name to the first token of the answer.</param>
/// <param name="To">The first distance that is greater.</param>
/// <param name="Asked">Questions.</param>
/// <param name="Right">Answers that were right.</param>
/// <param name="Abstained">Answers that the text does not say.</param>
internal sealed record RecallBin(int From, int To, int Asked, int Right, int Abstained)
{
    private const double Confidence = 0.99;

    /// <summary>Answers of something else.</summary>
    public int Wrong => Asked - Right - Abstained;

    /// <summary>The share of right answers.</summary>
    public double Recall => (double)Right / Asked;

    /// <summary>Its exact interval.</summary>
    public Interval Interval => ClopperPearson.Interval(new Proportion(Right, Asked), Confidence)!.Value;

    /// <summary>Bins of half an octave each, from single questions.</summary>
    public static IReadOnlyList<RecallBin> Of(IEnumerable<(int Distance, ReferenceOutcome Outcome)> answers) =>
        [.. answers.GroupBy(a => (int)Math.Floor(2 * Math.Log2(Math.Max(1, a.Distance)))).OrderBy(g => g.Key)
            .Select(g => new RecallBin(Edge(g.Key), Edge(g.Key + 1), g.Count(), g.Count(a => a.Outcome == ReferenceOutcome.Right), g.Count(a => a.Outcome == ReferenceOutcome.Abstained)))];

    private static int Edge(int half) => (int)Math.Ceiling(Math.Pow(2, half / 2.0));
}
