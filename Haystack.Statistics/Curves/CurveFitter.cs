namespace Haystack.Statistics.Curves;

/// <summary>
/// Maximum likelihood by Fisher scoring, damped as Levenberg and Marquardt do it: a step that does not raise the
/// likelihood is never taken. Parameters stay within bounds; one that stands at a bound and is pushed outward rests.
/// </summary>
internal sealed class CurveFitter
{
    /// <summary>The steepest slope, in log-odds per doubling: from 98% to 2% within a quarter of a doubling, a step for any grid.</summary>
    public const double SteepestSlope = 32;

    /// <summary>Below this log-odds the level is chance.</summary>
    private const double LowestLevel = -15;

    /// <summary>Log-odds of 99.97%.</summary>
    private const double HighestLevel = 8;

    private const int MaxSteps = 120;

    private readonly CurveLikelihood _likelihood;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _score;
    private readonly double[,] _information;
    private readonly double[,] _damped;
    private readonly double[] _step;
    private readonly double[] _trial;

    public CurveFitter(CurveData data, CurveTerms terms, SlopeRule rule, double maxLapse)
    {
        _likelihood = new CurveLikelihood(data, terms, rule);
        var size = _likelihood.Size;
        _low = new double[size];
        _high = new double[size];
        (_low[0], _high[0]) = (LowestLevel, 40 + SteepestSlope * CurveData.Doublings(data.MaxDistance));
        // With a term of its own for parted facts the level is that of d = 0 alone, often all right: no steep fall needs more.
        if (_likelihood.Parted >= 0)
            _high[0] = HighestLevel;
        if (rule.IsFree)
            (_low[1], _high[1]) = (-SteepestSlope, SteepestSlope);
        for (var t = _likelihood.FirstTerm; t < _likelihood.Lapse; t++)
            (_low[t], _high[t]) = (-200, 200);
        if (_likelihood.Parted >= 0)
            (_low[_likelihood.Parted], _high[_likelihood.Parted]) = (-200, 40 + SteepestSlope * CurveData.Doublings(data.MaxDistance));
        (_low[^1], _high[^1]) = (0, maxLapse);
        _score = new double[size];
        _information = new double[size, size];
        _damped = new double[size, size];
        _step = new double[size];
        _trial = new double[size];
    }

    /// <summary>The likelihood that is maximised.</summary>
    public CurveLikelihood Likelihood => _likelihood;

    /// <summary>Climbs from <paramref name="start"/> (changed in place) until a step gains less than <paramref name="enough"/>; returns the log-likelihood reached.</summary>
    public double Climb(double[] start, double enough = 1e-8)
    {
        Clamp(start);
        var value = _likelihood.Value(start);
        if (double.IsNegativeInfinity(value))
            return value;
        var damping = 1e-4;
        for (var step = 0; step < MaxSteps; step++)
        {
            _likelihood.Derivatives(start, _score, _information);
            var gain = Improve(start, ref value, ref damping);
            if (gain < enough)
                break;
        }

        return value;
    }

    /// <summary>The parameters that do not stand at a bound with the score pushing outward.</summary>
    public int[] Active(double[] parameters, double[] score) =>
        [.. Enumerable.Range(0, parameters.Length).Where(i =>
            !(parameters[i] <= _low[i] && score[i] <= 0) && !(parameters[i] >= _high[i] && score[i] >= 0))];

    private double Improve(double[] at, ref double value, ref double damping)
    {
        var active = Active(at, _score);
        while (damping < 1e12)
        {
            Array.Copy(_information, _damped, _information.Length);
            foreach (var i in active)
                _damped[i, i] += damping * _information[i, i] + 1e-12;
            if (SmallMatrix.TrySolve(_damped, _score, active, _step))
            {
                for (var i = 0; i < at.Length; i++)
                    _trial[i] = at[i] + _step[i];
                Clamp(_trial);
                var reached = _likelihood.Value(_trial);
                if (reached > value)
                {
                    var gain = reached - value;
                    value = reached;
                    Array.Copy(_trial, at, at.Length);
                    damping = Math.Max(1e-9, damping / 8);
                    return gain;
                }

                // Nothing left to gain: the step is at rounding level.
                if (Math.Abs(reached - value) < 1e-10 && damping > 1)
                    return 0;
            }

            damping *= 6;
        }

        return 0;
    }

    private void Clamp(double[] parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = Math.Clamp(parameters[i], _low[i], _high[i]);
    }
}
