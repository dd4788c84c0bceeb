using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>Everything that a run says about one model, in numbers.</summary>
public sealed record FitReport
{
    /// <summary>The model's name in the sweep.</summary>
    public required string Model { get; init; }

    /// <summary>Distinct documents among the answers.</summary>
    public required int Documents { get; init; }

    /// <summary>Answers to the pair question with a document.</summary>
    public required int PairAnswers { get; init; }

    /// <summary>Trials of any arm that are not answers: truncated, invalid or failed.</summary>
    public required int Invalid { get; init; }

    /// <summary>Accuracy of the pair question against distance, with D50 and D85.</summary>
    public required Findings Accuracy { get; init; }

    /// <summary>The combination rate against distance, with its own D50; null where the single-fact arms were not asked.</summary>
    public required Findings? Combination { get; init; }

    /// <summary>Accuracy at the distances that every report names, those that were tested.</summary>
    public required IReadOnlyList<AccuracyAt> AccuracyAt { get; init; }

    /// <summary>The drop from the smallest distance to each larger one, within the same documents.</summary>
    public required IReadOnlyList<DistancePenalty> Penalties { get; init; }

    /// <summary>The drop from the smallest distance to the largest; null where no document holds two distances.</summary>
    public DistancePenalty? Penalty => Penalties.Count == 0 ? null : Penalties[^1];

    /// <summary>The pair question against its two facts alone, at each length and distance; empty where the single-fact arms were not asked.</summary>
    public required IReadOnlyList<DecompositionRow> Decomposition { get; init; }

    /// <summary>Answers that state a value, of all answers to questions whose fact was never planted.</summary>
    public required Proportion Hallucination { get; init; }

    /// <summary>The same by why the text does not say, where the stored facts tell.</summary>
    public AbsentKinds HallucinationKinds { get; init; } = AbsentKinds.Unknown;

    /// <summary>Right answers without any document: must sit at chance.</summary>
    public required Proportion ClosedBook { get; init; }

    /// <summary>The mean chance level of the closed-book trials; null where there are none.</summary>
    public required double? ClosedBookChance { get; init; }

    /// <summary>Right of the pair answers that came to their own end.</summary>
    public required Proportion CompletedAccuracy { get; init; }

    /// <summary>How far all of this rests on reading replies.</summary>
    public required ReadingFigures Reading { get; init; }

    /// <summary>What is wrong where not even the easiest questions are answered; null where nothing is.</summary>
    public required SetupCheck? Setup { get; init; }

    /// <summary>Thinking and time at each distance.</summary>
    public required IReadOnlyList<EffortRow> Effort { get; init; }

    /// <summary>Prompt tokens sent and cached.</summary>
    public required PromptTokenUse PromptTokens { get; init; }

    /// <summary>One line each on what was left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>One report a model, in the run's order.</summary>
    /// <param name="run">A whole run.</param>
    public static IReadOnlyList<FitReport> From(RunData run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return From(run.Trials, run.StopsAtD50Width, run.HasFirst);
    }

    /// <summary>One report a model, in the order in which models are first met.</summary>
    /// <param name="trials">Rows of any models, families and arms; filter first to report on a part.</param>
    public static IReadOnlyList<FitReport> From(IEnumerable<TrialRow> trials) => From(trials, stopsAtD50Width: false);

    /// <summary>The same, of trials that may have been asked until the interval of D50 was narrow enough.</summary>
    internal static IReadOnlyList<FitReport> From(IEnumerable<TrialRow> trials, bool stopsAtD50Width, IReadOnlyDictionary<(string Document, int Chain), bool>? hasFirst = null) =>
        [.. trials.GroupBy(t => t.Model, StringComparer.Ordinal).Select(g => ForModel(g.Key, [.. g], stopsAtD50Width, hasFirst))];

    /// <summary>Accuracy of the pair question against distance alone: rows of one model.</summary>
    internal static Findings FallOf(IReadOnlyList<TrialRow> trials, bool stopsAtD50Width) =>
        FindingsBuilder.Accuracy(ChainTable.From(FitScope.Of(trials, [])), stopsAtD50Width);

    /// <summary>The drop from the smallest distance to the largest alone: rows of one model; null where no document holds two distances.</summary>
    internal static DistancePenalty? PenaltyOf(IReadOnlyList<TrialRow> trials) =>
        DistancePenalties.From(ChainTable.From(FitScope.Of(trials, []))) is { Count: > 0 } penalties ? penalties[^1] : null;

    private static FitReport ForModel(string model, TrialRow[] all, bool stopsAtD50Width, IReadOnlyDictionary<(string Document, int Chain), bool>? hasFirst)
    {
        var notes = new List<string>();
        var trials = FitScope.Of(all, notes);
        var chains = ChainTable.From(trials);
        var answers = trials.Where(t => t.Outcome.IsAnswer()).ToArray();
        var pairs = answers.Where(t => t is { Arm: Arm.Pair, DistanceTokens: not null }).ToArray();
        var absent = answers.Where(t => t.Arm == Arm.Absent).ToArray();
        var closedBook = answers.Where(t => t.Arm == Arm.ClosedBook).ToArray();
        var accuracy = FindingsBuilder.Accuracy(chains, stopsAtD50Width);
        var penalties = DistancePenalties.From(chains);
        var singles = chains.Any(c => c is { Pair: not null, First: not null, Second: not null });
        return new FitReport
        {
            Model = model,
            Documents = answers.Select(t => t.DocumentId).Distinct(StringComparer.Ordinal).Count(),
            PairAnswers = pairs.Length,
            Invalid = trials.Count - answers.Length,
            Accuracy = accuracy,
            Combination = singles ? FindingsBuilder.Combination(chains, stopsAtD50Width) : null,
            AccuracyAt = NamedDistances.Of(accuracy.ByDistance),
            Penalties = penalties,
            Decomposition = Statistics.Decomposition.From(chains),
            Hallucination = new Proportion(absent.Count(AbsentKinds.States), absent.Length),
            HallucinationKinds = hasFirst is null ? AbsentKinds.Unknown : AbsentKinds.Of(absent, hasFirst),
            ClosedBook = new Proportion(closedBook.Count(t => t.Outcome == Outcome.Correct), closedBook.Length),
            ClosedBookChance = closedBook.Length == 0 ? null : closedBook.Average(t => t.ChanceLevel),
            CompletedAccuracy = new Proportion(pairs.Count(t => t.Outcome == Outcome.Correct), pairs.Count(t => t.Outcome.IsCompleted())),
            Reading = ReadingFigures.Of(
                trials, penalties.Count == 0 ? null : penalties[^1], settled => FindingsBuilder.Accuracy(ChainTable.From(settled), stopsAtD50Width)),
            Setup = SetupCheck.Of(trials),
            Effort = EffortTable.From(trials),
            PromptTokens = PromptTokenUse.From(trials),
            Notes = notes,
        };
    }
}
