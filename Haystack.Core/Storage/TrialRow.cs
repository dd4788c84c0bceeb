using Haystack.Facts;
using Haystack.Scoring;

namespace Haystack.Storage;

/// <summary>One stored trial as statistics, plots, reports and gates see it.</summary>
public sealed record TrialRow
{
    private readonly Outcome? _readAs;

    // A million rows are held at a time: what may be missing takes no more room than what is there.
    private readonly OptionalInt _distanceTokens;
    private readonly OptionalInt _askedAs;
    private readonly OptionalInt _inFlight;
    private readonly OptionalInt _interveningFacts;
    private readonly OptionalLong _promptTokensCounted;
    private readonly OptionalLong _cachedPromptTokens;
    private readonly OptionalLong _outputTokens;
    private readonly OptionalLong _thinkingTokens;
    private readonly OptionalDouble _factPosition;
    private readonly OptionalDouble _secondsToFirstToken;
    private readonly OptionalDouble _thinkingSeconds;
    private readonly OptionalDouble _prefillRate;
    private readonly OptionalDouble _decodeRate;
    private readonly OptionalDouble _firstFactPosition;
    private readonly OptionalDouble _lastFactPosition;

    /// <summary>Versioned hash of what determines the prompt and the sampling.</summary>
    public required string Key { get; init; }

    /// <summary>The model's name in the sweep, provider and options included.</summary>
    public required string Model { get; init; }

    /// <summary>The document's identity, the same for every model that read it.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Which chain of the document, from 0.</summary>
    public required int Chain { get; init; }

    /// <summary>The family's name.</summary>
    public required string Family { get; init; }

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Which question.</summary>
    public required Arm Arm { get; init; }

    /// <summary>In which order the facts stand.</summary>
    public required FactOrder Order { get; init; }

    /// <summary>Facts in the chain.</summary>
    public required int Hops { get; init; }

    /// <summary>The rung of the ladder: tokens of the longest prompt about the document.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens strictly between two neighbouring facts of the chain; null for orphans.</summary>
    public required int? DistanceTokens { get => _distanceTokens.Value; init => _distanceTokens = new(value); }

    /// <summary>Where the chain's midpoint stands, 0–1 of the document.</summary>
    public required double Position { get; init; }

    /// <summary>Where the fact that a single-fact arm asks for stands, 0–1 of the document; null for other arms.</summary>
    public required double? FactPosition { get => _factPosition.Value; init => _factPosition = new(value); }

    /// <summary>What a random pick among the document's values of the right kind gets, 0–1.</summary>
    public required double ChanceLevel { get; init; }

    /// <summary>Where the question stood: <c>after</c> or <c>before</c> the document.</summary>
    public string QuestionPlacement { get; init; } = "after";

    /// <summary>Whether the facts were <c>spread</c> or <c>gathered</c>.</summary>
    public string Arrangement { get; init; } = "spread";

    /// <summary>Tokens of this very prompt as planned, chat template included.</summary>
    public required int PromptTokensPlanned { get; init; }

    /// <summary>Tokens of the prompt as the server counted them.</summary>
    public required long? PromptTokensCounted { get => _promptTokensCounted.Value; init => _promptTokensCounted = new(value); }

    /// <summary>How many of them the server had cached.</summary>
    public long? CachedPromptTokens { get => _cachedPromptTokens.Value; init => _cachedPromptTokens = new(value); }

    /// <summary>What the trial came to: the machine's reading, or a person's where there is a <see cref="Verdict"/>.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>What the machine read, whatever a person said of it.</summary>
    public Outcome ReadAs { get => _readAs ?? Outcome; init => _readAs = value; }

    /// <summary>What a person said that the reply comes to; null where nobody was asked.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The answer as read.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// How the reply was read, a step a line, as it was when the trial was scored; null where rows are read without
    /// texts, and in stores made before readings were kept.
    /// </summary>
    public string? Reading { get; init; }

    /// <summary>The right answer.</summary>
    public required string Expected { get; init; }

    /// <summary>The question's text.</summary>
    public required string Question { get; init; }

    /// <summary>The raw reply; null where rows are read without texts.</summary>
    public string? Response { get; init; }

    /// <summary>Thinking from a field of its own; null where rows are read without texts.</summary>
    public string? Thinking { get; init; }

    /// <summary>One line on what went wrong, for trials that failed.</summary>
    public string? Fault { get; init; }

    /// <summary>The server's word for why the reply ended.</summary>
    public string? DoneReason { get; init; }

    /// <summary>Why the reply ended, as it was seen here (a <c>StopCause</c>'s name): needed to score it again.</summary>
    public string? Stop { get; init; }

    /// <summary>Tokens generated, thinking included.</summary>
    public long? OutputTokens { get => _outputTokens.Value; init => _outputTokens = new(value); }

    /// <summary>Tokens of thinking.</summary>
    public long? ThinkingTokens { get => _thinkingTokens.Value; init => _thinkingTokens = new(value); }

    /// <summary>Seconds from sending to the first token.</summary>
    public double? SecondsToFirstToken { get => _secondsToFirstToken.Value; init => _secondsToFirstToken = new(value); }

    /// <summary>Seconds of thinking.</summary>
    public double? ThinkingSeconds { get => _thinkingSeconds.Value; init => _thinkingSeconds = new(value); }

    /// <summary>Seconds from sending to the end.</summary>
    public double TotalSeconds { get; init; }

    /// <summary>Prompt tokens read a second, cached ones left out.</summary>
    public double? PrefillRate { get => _prefillRate.Value; init => _prefillRate = new(value); }

    /// <summary>Tokens generated a second.</summary>
    public double? DecodeRate { get => _decodeRate.Value; init => _decodeRate = new(value); }

    /// <summary>SHA-256 of the message's content, lower-case hex: a regenerated prompt is checked against it.</summary>
    public string PromptSha256 { get; init; } = "";

    /// <summary>How many requests it took, retries included.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>
    /// How the reply answered: <c>form</c> (as it was asked to), <c>mark_then_more</c>, <c>other_mark</c> or
    /// <c>no_mark</c>; null where no answer was read, and in older stores.
    /// </summary>
    public string? AnswerForm { get; init; }

    /// <summary>The readings that stand, a line each, where the outcome is <see cref="Outcome.Ambiguous"/>; else null.</summary>
    public string? OtherReadings { get; init; }

    /// <summary>Place in the order in which the questions about the document were asked, from 0; null where it is not known.</summary>
    public int? AskedAs { get => _askedAs.Value; init => _askedAs = new(value); }

    /// <summary>Whether the question was a cold control: asked again so that the server could reuse nothing.</summary>
    public bool IsCold { get; init; }

    /// <summary>How many questions to the model were in flight when this one was begun, itself included; null where it is not known.</summary>
    public int? InFlight { get => _inFlight.Value; init => _inFlight = new(value); }

    /// <summary>Which of several servers answered; null where one alone carried the model.</summary>
    public string? Server { get; init; }

    /// <summary>Where the chain's first hop stands, 0–1 of the document; null in older stores.</summary>
    public double? FirstFactPosition { get => _firstFactPosition.Value; init => _firstFactPosition = new(value); }

    /// <summary>Where the chain's last hop stands, 0–1 of the document; null in older stores, and for orphans.</summary>
    public double? LastFactPosition { get => _lastFactPosition.Value; init => _lastFactPosition = new(value); }

    /// <summary>How many facts of others stand between the chain's outermost facts; null in older stores, and for orphans.</summary>
    public int? InterveningFacts { get => _interveningFacts.Value; init => _interveningFacts = new(value); }

    /// <summary>The row with what a person said of it, which counts; what the machine read stays beside it.</summary>
    internal TrialRow JudgedBy(IReadOnlyDictionary<string, Verdict> verdicts) =>
        verdicts.TryGetValue(Key, out var verdict) ? this with { Outcome = verdict.Outcome, ReadAs = Outcome, Verdict = verdict } : this;
}
