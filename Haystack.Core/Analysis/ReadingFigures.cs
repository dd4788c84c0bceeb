using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>How far one model's figures rest on reading its replies: what is ambiguous, what that could change, and what people said.</summary>
public sealed record ReadingFigures
{
    /// <summary>Ambiguous replies of all answers, every question counted.</summary>
    public required Proportion Ambiguous { get; init; }

    /// <summary>Right pair answers, with what is ambiguous counted wrong, as everywhere.</summary>
    public required Proportion Right { get; init; }

    /// <summary>Ambiguous pair answers at each distance; distances without one are left out.</summary>
    public required IReadOnlyDictionary<int, int> AmbiguousByDistance { get; init; }

    /// <summary>Ambiguous pair answers: the right ones would be so many more if all of them were right.</summary>
    public int AmbiguousPairs => AmbiguousByDistance.Values.Sum();

    /// <summary>Ambiguous answers to questions whose fact was never planted: counted as stating a value.</summary>
    public required int AmbiguousAbsent { get; init; }

    /// <summary>Where D50 can lie by how ambiguous replies are read; null where none is ambiguous, or no reading gives a D50.</summary>
    public required DistanceBounds? D50 { get; init; }

    /// <summary>The smallest and the largest penalty of distance by how ambiguous replies are read; null where none is ambiguous.</summary>
    public required Interval? Penalty { get; init; }

    /// <summary>How the replies answered; null where no trial says.</summary>
    public required AnswerForms? Forms { get; init; }

    /// <summary>Replies that count as a person judged them.</summary>
    public required int Verdicts { get; init; }

    /// <summary>How often the machine misreads; null where no drawn reply was judged.</summary>
    public required ReadingError? Error { get; init; }

    /// <summary>Works them out for one model.</summary>
    /// <param name="trials">The trials that its figures rest on.</param>
    /// <param name="penalty">The penalty that is reported; null for none.</param>
    /// <param name="d50">D50 of trials that are settled otherwise.</param>
    internal static ReadingFigures Of(IReadOnlyList<TrialRow> trials, DistancePenalty? penalty, Func<IReadOnlyList<TrialRow>, Findings> d50)
    {
        TrialRow[] answers = [.. trials.Where(t => t.Outcome.IsAnswer())];
        TrialRow[] pairs = [.. answers.Where(t => t is { Arm: Arm.Pair, DistanceTokens: not null })];
        TrialRow[] unclear = [.. pairs.Where(Unsettled.IsAmbiguous)];
        return new ReadingFigures
        {
            Ambiguous = new Proportion(answers.Count(Unsettled.IsAmbiguous), answers.Length),
            Right = new Proportion(pairs.Count(t => t.Outcome == Outcome.Correct), pairs.Length),
            AmbiguousByDistance = unclear.CountBy(t => t.DistanceTokens!.Value).ToDictionary(),
            AmbiguousAbsent = answers.Count(t => t.Arm == Arm.Absent && Unsettled.IsAmbiguous(t)),
            D50 = unclear.Length == 0 ? null : DistanceBounds.Of(Unsettled.Readings(trials, Unsettled.IsAmbiguous).Select(d50)),
            Penalty = unclear.Length == 0 || penalty is null ? null : PenaltyBounds(pairs, penalty),
            Forms = AnswerForms.Of(answers),
            Verdicts = answers.Count(t => t.Verdict is not null),
            Error = ReadingError.Of(answers),
        };
    }

    /// <summary>Right near and wrong far makes it largest, wrong near and right far smallest.</summary>
    private static Interval PenaltyBounds(TrialRow[] pairs, DistancePenalty penalty)
    {
        TrialRow[] both = [.. pairs.GroupBy(t => t.DocumentId, StringComparer.Ordinal)
            .Where(g => g.Any(t => t.DistanceTokens == penalty.NearTokens) && g.Any(t => t.DistanceTokens == penalty.FarTokens))
            .SelectMany(g => g.Where(Unsettled.IsAmbiguous))];
        var near = (double)both.Count(t => t.DistanceTokens == penalty.NearTokens) / penalty.Near.Total;
        var far = (double)both.Count(t => t.DistanceTokens == penalty.FarTokens) / penalty.Far.Total;
        return new Interval(penalty.Drop - far, penalty.Drop + near);
    }
}
