namespace Haystack.Statistics.Curves;

/// <summary>How surely a fit knows the distance that it reaches: its variance, and how many answers carry it.</summary>
/// <param name="data">The answers.</param>
/// <param name="fit">The fit.</param>
/// <param name="robust">The covariance of its parameters from the documents; null without one.</param>
internal sealed class ReachSpread(CurveData data, CurveFit fit, double[,]? robust)
{
    /// <summary>The most that few answers widen by: with about as many as parameters nothing is known of the fall.</summary>
    private const double MostForFewAnswers = 3;

    /// <summary>So much the least design effect was chosen with: nothing is widened twice.</summary>
    private const double Allowed = 0.1;

    private readonly CurveData _data = data;
    private readonly CurveFit _fit = fit;
    private readonly double[,]? _robust = robust;
    private readonly double[,]? _model = robust is null ? null : RobustScores.ModelCovariance(fit.Fitter, fit.At);

    /// <summary>The variance of D50, in doublings squared, from the documents and as if all trials were independent.</summary>
    public (double Robust, double Independent)? Half => _robust is not null && _model is not null && Gradient(SlopeRule.Half(1)) is { } gradient
        ? (SmallMatrix.Form(_robust, gradient), SmallMatrix.Form(_model, gradient))
        : null;

    /// <summary>How much larger the variance of D50 is than if all trials were independent.</summary>
    public double? Design => Half is { } variance && variance.Independent > 1e-12 ? variance.Robust / variance.Independent : null;

    /// <summary>
    /// Where few answers carry what is known of a distance (those near a steep fall), the likelihood ratio is larger by
    /// chance than in large samples: by n / (n − p), as a variance that is estimated beside p parameters; what exceeds a tenth counts.
    /// </summary>
    public double FewAnswers(SlopeRule rule)
    {
        if (_model is null || !(_fit.Slope < 0) || Gradient(rule) is not { } gradient)
            return 1;
        var n = _fit.Fitter.Likelihood.EffectiveAnswers(_fit.At, SmallMatrix.Times(_model, gradient));
        return n > 0 ? Math.Max(1, n / Math.Max(n - _fit.Active().Length, n / MostForFewAnswers) - Allowed) : 1;
    }

    /// <summary>By how much each parameter moves the reach of the fit under a rule, in doublings; null where it reaches no such distance.</summary>
    private double[]? Gradient(SlopeRule rule)
    {
        const double h = 1e-5;
        var gradient = new double[_fit.At.Length];
        foreach (var place in _fit.Places)
            gradient[place] = (Reach(place, h) - Reach(place, -h)) / (2 * h);
        return gradient.All(double.IsFinite) ? gradient : null;

        double Reach(int place, double by)
        {
            var at = (double[])_fit.At.Clone();
            at[place] += by;
            return _fit.Reach(rule, at, _data);
        }
    }
}
