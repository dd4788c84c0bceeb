using MathNet.Numerics.Distributions;

namespace Haystack.Statistics;

/// <summary>
/// A gate with a sample planned beforehand. It passes where the exact one-sided lower bound reaches the lower end of
/// the margin, fails where the exact upper bound stays below the upper end, whatever the point estimate.
/// </summary>
internal sealed class FixedGate
{
    private const int LargestSample = 2_000_000;

    /// <summary>Plans the sample for <paramref name="margin"/>.</summary>
    /// <exception cref="HaystackException">The margin is so narrow that no sample of up to two million answers is enough.</exception>
    public FixedGate(GateMargin margin)
    {
        ArgumentNullException.ThrowIfNull(margin);
        Margin = margin;
        (Trials, PassesFrom) = Plan(margin);
    }

    /// <summary>The threshold and its zone.</summary>
    public GateMargin Margin { get; }

    /// <summary>How many answers the gate needs: the smallest number that keeps both promises.</summary>
    public int Trials { get; }

    /// <summary>With <see cref="Trials"/> answers, the smallest number of right ones that passes.</summary>
    public int PassesFrom { get; }

    /// <summary>The verdict on an answered sample of any size; too small a sample is mostly inconclusive, never lucky.</summary>
    public GateVerdict Decide(Proportion answers)
    {
        if (answers.Total == 0)
            return GateVerdict.Inconclusive;
        if (answers.Total == Trials)
            return answers.Successes >= PassesFrom ? GateVerdict.Pass : GateVerdict.Fail;
        var passes = ClopperPearson.Lower(answers, 1 - Margin.Error) >= Margin.Lower;
        var fails = ClopperPearson.Upper(answers, 1 - Margin.Error) <= Margin.Upper;
        return (passes, fails) switch
        {
            (true, false) => GateVerdict.Pass,
            (false, true) => GateVerdict.Fail,
            // A large sample inside the zone refutes both ends: the threshold itself decides.
            (true, true) => answers.Value >= Margin.Threshold ? GateVerdict.Pass : GateVerdict.Fail,
            _ => GateVerdict.Inconclusive,
        };
    }

    private static (int Trials, int PassesFrom) Plan(GateMargin margin)
    {
        // The normal approximation is near enough to begin a little below it and to look at every size from there.
        var z = Normal.InvCDF(0, 1, 1 - margin.Error);
        var root = z * (Deviation(margin.Lower) + Deviation(margin.Upper)) / (margin.Upper - margin.Lower);
        if (root * root > LargestSample)
            throw new HaystackException($"a margin of {(margin.Upper - margin.Lower) / 2:0.#####} needs more than {LargestSample} answers");
        for (var n = Math.Max(1, (int)(0.8 * root * root) - 20); ; n++)
        {
            var cut = Cut(n, margin);
            if (cut <= n && Binomial.CDF(margin.Upper, n, cut - 1) <= margin.Error)
                return (n, cut);
        }

        static double Deviation(double p) => Math.Sqrt(p * (1 - p));
    }

    /// <summary>The smallest k with P(K ≥ k) at the lower end of at most the error.</summary>
    private static int Cut(int n, GateMargin margin)
    {
        var (low, high) = (0, n + 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (middle == 0 || 1 - Binomial.CDF(margin.Lower, n, middle - 1) > margin.Error)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
