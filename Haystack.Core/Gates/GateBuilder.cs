using Haystack.Facts;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>
/// What gates on stored runs and on live models have in common: a part of the measurement, and thresholds. Immutable:
/// every call gives a new gate. Decides by exact bounds, never by the point estimate; within 5 points of a threshold
/// either verdict is acceptable.
/// </summary>
/// <typeparam name="TGate">The gate itself.</typeparam>
public abstract record GateBuilder<TGate>
    where TGate : GateBuilder<TGate>
{
    private protected GateBuilder(GateConditions conditions) => Conditions = conditions;

    internal GateConditions Conditions { get; init; }

    /// <summary>Only this context length, such as <c>16k</c> tokens.</summary>
    /// <exception cref="HaystackException">It is not a size.</exception>
    public TGate WithContext(string tokens) => Within(Conditions.Scope with { ContextTokens = TokenSize.Parse(tokens) });

    /// <summary>Only this distance, such as <c>8k</c> tokens; it narrows accuracy and the comparison only.</summary>
    /// <exception cref="HaystackException">It is not a size.</exception>
    public TGate AtDistance(string tokens) => Within(Conditions.Scope with { DistanceTokens = TokenSize.Parse(tokens) });

    /// <summary>Only this family.</summary>
    public TGate InFamily(string name) => Within(Conditions.Scope with { Family = name });

    /// <summary>Only this language.</summary>
    public TGate InLanguage(string code) => Within(Conditions.Scope with { Language = code });

    /// <summary>The question whose answers are counted; the pair question if left out.</summary>
    public TGate WithArm(Arm arm) => Within(Conditions.Scope with { Arm = arm });

    /// <summary>An undecided gate fails where it would be skipped.</summary>
    public TGate Strict() => With(Conditions with { Strict = true });

    /// <summary>Accuracy of at least <paramref name="threshold"/>, above 0 and below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public TGate RequireAccuracy(double threshold) =>
        Require(new AccuracyThreshold { Gate = new FixedGate(new GateMargin(Share(threshold, nameof(threshold)))) });

    /// <summary>Values stated where the text says none: at most this share, above 0 and below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public TGate RequireHallucinationAtMost(double share) =>
        Require(new HallucinationThreshold { Gate = new FixedGate(new GateMargin(1 - Share(share, nameof(share)))) });

    /// <summary>The distance at which accuracy falls half-way to chance is at least this, such as <c>4k</c> tokens.</summary>
    /// <exception cref="HaystackException">It is not a size above 0.</exception>
    public TGate RequireD50(string tokens) => Require(new FallThreshold { Keeps85 = false, LeastTokens = Positive(tokens) });

    /// <summary>The largest distance that keeps 85% of the accuracy side by side is at least this, such as <c>2k</c> tokens.</summary>
    /// <exception cref="HaystackException">It is not a size above 0.</exception>
    public TGate RequireD85(string tokens) => Require(new FallThreshold { Keeps85 = true, LeastTokens = Positive(tokens) });

    /// <summary>Accuracy falls by at most so much from the smallest distance to the largest, 0 or more and below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not: a fall of 1 or more would always pass.</exception>
    public TGate RequirePenaltyAtMost(double drop) => Require(new PenaltyThreshold { Most = Allowance(drop, nameof(drop)) });

    /// <summary>Not worse than another run on the same documents by more than <paramref name="by"/>, 0 or more and below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public TGate RequireNoWorseThan(RunData other, double by)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Require(new NoWorseThreshold { Other = other, By = Allowance(by, nameof(by)) });
    }

    private protected abstract TGate With(GateConditions conditions);

    private TGate Within(GateScope scope) => With(Conditions with { Scope = scope });

    private TGate Require(GateThreshold threshold) => With(Conditions with { Thresholds = [.. Conditions.Thresholds, threshold] });

    private static double Share(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "above 0 and below 1");

    private static double Allowance(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "0 or more and below 1");

    private static int Positive(string tokens) =>
        TokenSize.Parse(tokens) is > 0 and var size ? size : throw new HaystackException($"a required distance is above 0 tokens, not '{tokens}'");
}
