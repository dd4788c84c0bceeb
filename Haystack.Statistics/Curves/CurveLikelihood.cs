namespace Haystack.Statistics.Curves;

/// <summary>
/// The likelihood of the curve with its score and expected information, under one <see cref="SlopeRule"/>.
/// Parameters in order: level, slope (where free), terms, lapse.
/// </summary>
internal sealed class CurveLikelihood
{
    // Weak ridge: keeps the information invertible where the likelihood has no maximum; far too weak to move one that has.
    private const double LevelSpread = 20000;
    private const double SlopeSpread = 2000;
    private const double TermSpread = 30;

    private readonly CurveData _data;
    private readonly double[][] _terms;
    private readonly SlopeRule _rule;
    private readonly double _weightAtMean;
    private readonly double[] _change;
    private readonly PatternColumns _columns;

    public CurveLikelihood(CurveData data, CurveTerms terms, SlopeRule rule)
    {
        _data = data;
        _terms = terms.Columns;
        _rule = rule;
        _weightAtMean = 1 - data.MeanChance;
        FirstTerm = rule.IsFree ? 2 : 1;
        Lapse = FirstTerm + _terms.Length;
        Parted = terms.PartedTerm < 0 ? -1 : FirstTerm + terms.PartedTerm;
        _change = new double[Size];
        _columns = new PatternColumns(data, _terms);
    }

    /// <summary>Where the terms' coefficients begin.</summary>
    public int FirstTerm { get; }

    /// <summary>Where the cost of parting stands; −1 where it is no parameter.</summary>
    public int Parted { get; }

    /// <summary>Where the lapse stands.</summary>
    public int Lapse { get; }

    /// <summary>How many parameters there are.</summary>
    public int Size => Lapse + 1;

    /// <summary>The slope that goes with <paramref name="parameters"/>; NaN where the rule allows none.</summary>
    public double Slope(double[] parameters) => Tie(parameters, out var slope, out _, out _) ? slope : double.NaN;

    /// <summary>The penalised log-likelihood; negative infinity where the rule cannot be met.</summary>
    public double Value(double[] parameters)
    {
        if (!Tie(parameters, out var slope, out _, out _))
            return double.NegativeInfinity;
        return _columns.Value(parameters[0], slope, Coefficients(parameters), parameters[Lapse]) - Penalty(parameters, slope);
    }

    /// <summary>Score and expected information at <paramref name="parameters"/> into the arrays.</summary>
    public void Derivatives(double[] parameters, double[] score, double[,] information)
    {
        _ = Tie(parameters, out var slope, out var byLevel, out var byLapse);
        _columns.Derivatives(
            parameters[0], slope, Coefficients(parameters), parameters[Lapse],
            new SlopeTie(_rule.IsFree, byLevel, byLapse, Parted < 0 ? -1 : Parted - FirstTerm, _rule.IsFree ? 0 : _rule.SlopeByParted), score, information);
        AddPenalty(parameters, score, information);
        for (var a = 0; a < Size; a++)
        {
            for (var b = 0; b < a; b++)
                information[b, a] = information[a, b];
        }
    }

    /// <summary>Each document's share of the score, a row a document.</summary>
    public double[][] DocumentScores(double[] parameters)
    {
        _ = Tie(parameters, out var slope, out var byLevel, out var byLapse);
        var rows = new double[_data.Documents][];
        for (var g = 0; g < rows.Length; g++)
            rows[g] = new double[Size];
        foreach (var share in _data.Shares)
        {
            var p = Change(parameters, slope, byLevel, byLapse, share.Pattern);
            var residual = (share.K - share.N * p) / (p * (1 - p));
            for (var a = 0; a < Size; a++)
                rows[share.Document][a] += residual * _change[a];
        }

        return rows;
    }

    /// <summary>
    /// How many answers carry what is known of a figure: (Σ c)² / Σ c² over each answer's share c of its variance
    /// (L. Kish, Survey Sampling, 1965), where <paramref name="direction"/> is the covariance times the figure's gradient.
    /// </summary>
    public double EffectiveAnswers(double[] parameters, double[] direction)
    {
        _ = Tie(parameters, out var slope, out var byLevel, out var byLapse);
        double sum = 0, squares = 0;
        for (var i = 0; i < _data.N.Length; i++)
        {
            var p = Change(parameters, slope, byLevel, byLapse, i);
            var moved = 0.0;
            for (var a = 0; a < _change.Length; a++)
                moved += direction[a] * _change[a];
            var one = moved * moved / (p * (1 - p));
            sum += _data.N[i] * one;
            squares += _data.N[i] * one * one;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>The probability of a right answer in pattern <paramref name="i"/>.</summary>
    public double Probability(double[] parameters, double slope, int i, out double logistic)
    {
        var eta = parameters[0] + slope * _data.X[i];
        for (var t = 0; t < _terms.Length; t++)
            eta += parameters[FirstTerm + t] * _terms[t][i];
        logistic = 1 / (1 + Math.Exp(-eta));
        var p = _data.Chance[i] + (1 - _data.Chance[i] - parameters[Lapse]) * _data.Found[i] * logistic;
        return Math.Clamp(p, 1e-10, 1 - 1e-10);
    }

    private ReadOnlySpan<double> Coefficients(double[] parameters) => parameters.AsSpan(FirstTerm, _terms.Length);

    private double Change(double[] parameters, double slope, double byLevel, double byLapse, int i)
    {
        var p = Probability(parameters, slope, i, out var s);
        var steepness = (1 - _data.Chance[i] - parameters[Lapse]) * _data.Found[i] * s * (1 - s);
        var x = _data.X[i];
        _change[0] = steepness * (1 + byLevel * x);
        if (_rule.IsFree)
            _change[1] = steepness * x;
        for (var t = 0; t < _terms.Length; t++)
            _change[FirstTerm + t] = steepness * _terms[t][i];
        if (Parted >= 0 && !_rule.IsFree)
            _change[Parted] += steepness * _rule.SlopeByParted * x;
        _change[Lapse] = steepness * byLapse * x - _data.Found[i] * s;
        return p;
    }

    private bool Tie(double[] parameters, out double slope, out double byLevel, out double byLapse)
    {
        if (!_rule.IsFree)
        {
            var met = _rule.TrySlope(parameters[0], Parted < 0 ? 0 : parameters[Parted], (_weightAtMean - parameters[Lapse]) * _data.FoundInMiddle, out slope, out byLevel, out byLapse);
            byLapse *= _data.FoundInMiddle;
            return met;
        }

        (slope, byLevel, byLapse) = (parameters[1], 0, 0);
        return true;
    }

    private double Penalty(double[] parameters, double slope)
    {
        var sum = Square(parameters[0] / LevelSpread);
        if (_rule.IsFree)
            sum += Square(slope / SlopeSpread);
        for (var t = 0; t < _terms.Length; t++)
            sum += Square(parameters[FirstTerm + t] / Spread(t));
        return sum / 2;

        static double Square(double v) => v * v;
    }

    /// <summary>Before a step at a far distance, what parting adds grows as the level does.</summary>
    private double Spread(int term) => FirstTerm + term == Parted ? LevelSpread : TermSpread;

    private void AddPenalty(double[] parameters, double[] score, double[,] information)
    {
        Add(0, LevelSpread);
        if (_rule.IsFree)
            Add(1, SlopeSpread);
        for (var t = 0; t < _terms.Length; t++)
            Add(FirstTerm + t, Spread(t));

        void Add(int at, double spread)
        {
            score[at] -= parameters[at] / (spread * spread);
            information[at, at] += 1 / (spread * spread);
        }
    }
}
