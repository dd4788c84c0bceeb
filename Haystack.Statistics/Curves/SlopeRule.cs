namespace Haystack.Statistics.Curves;

/// <summary>
/// Where the slope of distance comes from: free, or tied by the demand that the curve falls to a target at a given
/// distance. Tying is what makes D50 a parameter, so that its likelihood can be profiled.
/// </summary>
/// <remarks>
/// With s = logistic(level) and w = 1 − γ − λ, the target is where logistic(η) = q = <see cref="Keep"/> · s − <see cref="ChanceShare"/> / w.
/// D50, half-way to chance, has Keep ½ and ChanceShare 0; D85, 85% of the accuracy at d = 0, has Keep 0.85 and ChanceShare 0.15 γ.
/// </remarks>
internal sealed record SlopeRule
{
    private SlopeRule()
    {
    }

    /// <summary>The slope is a parameter of its own.</summary>
    public static SlopeRule Free { get; } = new() { IsFree = true };

    /// <summary>No effect of distance.</summary>
    public static SlopeRule Flat { get; } = new() { At = double.PositiveInfinity };

    /// <summary>Whether the slope is estimated by itself.</summary>
    public bool IsFree { get; private init; }

    /// <summary>Where the target is met, in doublings.</summary>
    public double At { get; private init; }

    /// <summary>The share of the level kept there.</summary>
    public double Keep { get; private init; }

    /// <summary>What chance adds to it.</summary>
    public double ChanceShare { get; private init; }

    /// <summary>∂b/∂(what parting adds).</summary>
    public double SlopeByParted => double.IsPositiveInfinity(At) ? 0 : -1 / At;

    /// <summary>Half-way to chance at <paramref name="doublings"/>.</summary>
    public static SlopeRule Half(double doublings) => new() { At = doublings, Keep = 0.5 };

    /// <summary>85% of the accuracy at d = 0 at <paramref name="doublings"/>, at the mean chance level.</summary>
    public static SlopeRule Keep85(double doublings, double chance) =>
        new() { At = doublings, Keep = 0.85, ChanceShare = 0.15 * chance };

    /// <summary>The slope that goes with a level and a weight w; false where no slope meets the target.</summary>
    /// <param name="level">a, at d = 0.</param>
    /// <param name="parted">What parting the facts adds to the log-odds.</param>
    /// <param name="weight">1 − mean γ − λ.</param>
    /// <param name="slope">b.</param>
    /// <param name="byLevel">∂b/∂a.</param>
    /// <param name="byLapse">∂b/∂λ.</param>
    public bool TrySlope(double level, double parted, double weight, out double slope, out double byLevel, out double byLapse)
    {
        slope = byLevel = byLapse = 0;
        if (double.IsPositiveInfinity(At))
            return true;
        if (!TryDrop(level, weight, out var drop, out byLevel, out byLapse))
            return false;
        slope = (drop - parted) / At;
        byLevel /= At;
        byLapse /= At;
        return true;
    }

    /// <summary>How far, in doublings, a curve of this level and slope runs before it meets the target; infinite where it never does, 0 where parting the facts is enough.</summary>
    public double Reach(double level, double slope, double weight, double parted = 0) =>
        !TryDrop(level, weight, out var drop, out _, out _) ? double.PositiveInfinity
        : drop - parted >= 0 ? 0
        : slope < 0 ? (drop - parted) / slope : double.PositiveInfinity;

    private bool TryDrop(double level, double weight, out double drop, out double byLevel, out double byLapse)
    {
        var s = 1 / (1 + Math.Exp(-level));
        var q = Keep * s - ChanceShare / weight;
        drop = byLevel = byLapse = 0;
        if (q <= 1e-12)
            return false;
        drop = Math.Log(q) - Math.Log(1 - q) - level;
        var spread = q * (1 - q);
        byLevel = Keep * s * (1 - s) / spread - 1;
        byLapse = -ChanceShare / (weight * weight) / spread;
        return true;
    }
}
