namespace Haystack.Statistics.Curves;

/// <summary>The best parameters found under one <see cref="SlopeRule"/>.</summary>
internal sealed class CurveFit
{
    /// <summary>Climbs from a flat start and from a fall that end so near each other in log-likelihood have found the maximum.</summary>
    private const double Same = 1e-6;

    private CurveFit(CurveFitter fitter, double[] at, double value) => (Fitter, At, Value) = (fitter, at, value);

    /// <summary>What climbed here.</summary>
    public CurveFitter Fitter { get; }

    /// <summary>The parameters.</summary>
    public double[] At { get; }

    /// <summary>The log-likelihood.</summary>
    public double Value { get; }

    /// <summary>a.</summary>
    public double Level => At[0];

    /// <summary>b.</summary>
    public double Slope => Fitter.Likelihood.Slope(At);

    /// <summary>What parting the facts adds to the log-odds; 0 where it is no term.</summary>
    public double Parted => Fitter.Likelihood.Parted < 0 ? 0 : At[Fitter.Likelihood.Parted];

    /// <summary>Level, slope, lapse and, where it is one, the cost of parting: the parameters that D50 depends on.</summary>
    public int[] Places => Fitter.Likelihood.Parted < 0 ? [0, 1, At.Length - 1] : [0, 1, At.Length - 1, Fitter.Likelihood.Parted];

    /// <summary>How far, in doublings, a free fit with these parameters reaches under a rule.</summary>
    public double Reach(SlopeRule rule, double[] at, CurveData data)
    {
        // Without a slope of its own there is one parameter fewer before the terms.
        var parted = Fitter.Likelihood.Parted < 0 ? 0 : at[Fitter.Likelihood.Parted + 2 - Fitter.Likelihood.FirstTerm];
        return rule.Reach(at[0], at[1], (1 - data.MeanChance - at[^1]) * data.FoundInMiddle, parted);
    }

    /// <summary>λ.</summary>
    public double Lapse => At[^1];

    /// <summary>The parameters without a slope of their own.</summary>
    public double[] Tied => Fitter.Likelihood.FirstTerm == 2 ? [At[0], .. At[2..]] : At;

    /// <summary>The parameters that are not held by a bound.</summary>
    public int[] Active()
    {
        var score = new double[At.Length];
        Fitter.Likelihood.Derivatives(At, score, new double[At.Length, At.Length]);
        return Fitter.Active(At, score);
    }

    /// <summary>The fit with a free slope: the best of several climbs, or where two of them meet.</summary>
    public static CurveFit Free(CurveData data, CurveTerms terms, double maxLapse)
    {
        CurveFit? best = null;
        foreach (var start in LevelStart.Free(data, terms.Names.Count + 3))
        {
            var fitter = new CurveFitter(data, terms, SlopeRule.Free, maxLapse);
            var value = fitter.Climb(start);
            var meet = best is not null && Math.Abs(value - best.Value) < Same;
            if (best is null || value > best.Value)
                best = new CurveFit(fitter, start, value);
            if (meet)
                break;
        }

        return best!;
    }

    /// <summary>The fit without an effect of distance.</summary>
    public static CurveFit Flat(CurveData data, CurveTerms terms, double maxLapse)
    {
        var fitter = new CurveFitter(data, terms, SlopeRule.Flat, maxLapse);
        var start = LevelStart.Tied(data, fitter.Likelihood.Size);
        var value = fitter.Climb(start);
        return new CurveFit(fitter, start, value);
    }

    /// <summary>
    /// Whether the likelihood only grows towards infinite parameters (A. Albert and J. A. Anderson, Biometrika 71, 1984):
    /// going on in the same direction costs nothing.
    /// </summary>
    public bool IsSeparated()
    {
        var largest = At[..^1].Max(Math.Abs);
        if (largest < 8)
            return false;
        if (Math.Abs(Slope) >= CurveFitter.SteepestSlope * 0.98)
            return true;
        double[] further = [.. At[..^1].Select(v => v * 1.5), Lapse];
        return Fitter.Likelihood.Value(further) >= Value - 1e-3;
    }
}
