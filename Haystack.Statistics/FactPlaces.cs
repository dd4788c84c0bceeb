using Haystack.Statistics.Curves;

namespace Haystack.Statistics;

/// <summary>
/// How likely a fact is found by where it stands, from the questions for single facts: a smooth function of place,
/// tokens to either end, and context length. With it the pair question is place · place · combining, so that facts far
/// apart, which stand nearer the ends, are not taken for facts that are hard to combine.
/// </summary>
internal sealed class FactPlaces
{
    /// <summary>With fewer single-fact answers a smooth function of place is not known.</summary>
    private const int FewestAnswers = 100;

    /// <summary>How far a standardised coefficient is taken to lie from 0, in log-odds: smooths what few answers leave open.</summary>
    private const double CoefficientSpread = 4;

    private const double LevelSpread = 10;
    private const double Step = 0.02;

    private readonly double[] _mean;
    private readonly double[] _spread;
    private readonly double[] _at;

    private FactPlaces(double[] mean, double[] spread, double[] at) => (_mean, _spread, _at) = (mean, spread, at);

    /// <summary>The function that the single-fact answers of <paramref name="chains"/> show; null where too few were asked, or where they stood is not recorded.</summary>
    public static FactPlaces? From(IReadOnlyList<ChainOutcome> chains, double guesses)
    {
        var counts = new Dictionary<(int Place, int Context, double Chance), (double N, double K)>();
        var answers = 0;
        foreach (var chain in chains)
        {
            Count(chain, chain.FirstPlace, chain.First);
            Count(chain, chain.LastPlace, chain.Second);
        }

        if (answers < FewestAnswers)
            return null;
        var rows = counts.Select(c => Basis(c.Key.Place * Step, c.Key.Context)).ToArray();
        double[] n = [.. counts.Values.Select(v => v.N)], k = [.. counts.Values.Select(v => v.K)];
        double[] chance = [.. counts.Keys.Select(c => c.Chance)];
        var size = rows[0].Length;
        var mean = Enumerable.Range(0, size).Select(j => rows.Zip(n, (r, w) => w * r[j]).Sum() / answers).ToArray();
        var spread = Enumerable.Range(0, size).Select(j => Math.Sqrt(rows.Zip(n, (r, w) => w * (r[j] - mean[j]) * (r[j] - mean[j])).Sum() / answers)).ToArray();
        return new FactPlaces(mean, spread, Fit([.. rows.Select(r => Standard(r, mean, spread))], n, k, chance));

        void Count(ChainOutcome chain, double? place, bool? right)
        {
            if (place is not { } at || right is not { } isRight)
                return;
            answers++;
            var key = ((int)Math.Round(at / Step), chain.ContextTokens, chain.SingleChance * guesses);
            var (seen, found) = counts.GetValueOrDefault(key);
            counts[key] = (seen + 1, found + (isRight ? 1 : 0));
        }
    }

    /// <summary>The chance of finding both facts of each chain; null where it is not recorded where some stand.</summary>
    public FoundShares? Shares(IReadOnlyList<ChainOutcome> chains)
    {
        if (chains.Count == 0 || chains.Any(c => c.FirstPlace is null || c.LastPlace is null))
            return null;
        double[] both = [.. chains.Select(c => Found(c.FirstPlace!.Value, c.ContextTokens) * Found(c.LastPlace!.Value, c.ContextTokens))];
        var best = both.Max();
        var middle = Found(0.5, (int)Math.Pow(2, chains.Select(c => c.ContextTokens).Distinct().Average(l => Math.Log2(Math.Max(1, l)))));
        return new FoundShares([.. both.Select(b => b / best)], Math.Min(1, middle * middle / best));
    }

    private double Found(double place, int contextTokens) => Logistic(Dot(Standard(Basis(place, contextTokens), _mean, _spread), _at));

    /// <summary>Polynomials of place, which also go with length, and the log of the tokens to either end: losses in the middle, at the edges, by recency.</summary>
    private static double[] Basis(double place, int contextTokens)
    {
        const double near = 128;
        var (p, l) = (place - 0.5, Math.Log2(Math.Max(1, contextTokens)));
        return [p, p * p, p * p * p, p * p * p * p, l, l * p, l * p * p,
            Math.Log2(1 + Math.Max(0, place) * contextTokens / near), Math.Log2(1 + Math.Max(0, 1 - place) * contextTokens / near)];
    }

    /// <summary>A constant, then each column less its mean over its spread; a column without spread is 0.</summary>
    private static double[] Standard(double[] row, double[] mean, double[] spread) =>
        [1, .. row.Select((v, j) => spread[j] < 1e-9 ? 0 : (v - mean[j]) / spread[j])];

    /// <summary>Penalised maximum likelihood by Fisher scoring: a step that does not raise the likelihood is halved.</summary>
    private static double[] Fit(double[][] rows, double[] n, double[] k, double[] chance)
    {
        var size = rows[0].Length;
        var at = new double[size];
        at[0] = 1;
        var value = Value(at);
        int[] all = [.. Enumerable.Range(0, size)];
        for (var round = 0; round < 50; round++)
        {
            var score = new double[size];
            var information = new double[size, size];
            for (var i = 0; i < rows.Length; i++)
            {
                var s = Logistic(Dot(rows[i], at));
                var p = Math.Clamp(chance[i] + (1 - chance[i]) * s, 1e-9, 1 - 1e-9);
                var steepness = (1 - chance[i]) * s * (1 - s);
                var (residual, weight) = ((k[i] - n[i] * p) * steepness / (p * (1 - p)), n[i] * steepness * steepness / (p * (1 - p)));
                for (var a = 0; a < size; a++)
                {
                    score[a] += residual * rows[i][a];
                    for (var b = 0; b < size; b++)
                        information[a, b] += weight * rows[i][a] * rows[i][b];
                }
            }

            for (var a = 0; a < size; a++)
            {
                score[a] -= at[a] / Square(Spread(a));
                information[a, a] += 1 / Square(Spread(a));
            }

            var step = new double[size];
            if (!SmallMatrix.TrySolve(information, score, all, step))
                break;
            var gain = 0.0;
            for (var share = 1.0; share > 1e-3; share /= 2)
            {
                double[] trial = [.. at.Zip(step, (v, m) => v + share * m)];
                if (Value(trial) is var reached && reached > value)
                {
                    (gain, value, at) = (reached - value, reached, trial);
                    break;
                }
            }

            if (gain < 1e-6)
                break;
        }

        return at;

        double Value(double[] of)
        {
            var sum = 0.0;
            for (var a = 0; a < size; a++)
                sum -= Square(of[a] / Spread(a)) / 2;
            for (var i = 0; i < rows.Length; i++)
            {
                var p = Math.Clamp(chance[i] + (1 - chance[i]) * Logistic(Dot(rows[i], of)), 1e-9, 1 - 1e-9);
                sum += k[i] * Math.Log(p) + (n[i] - k[i]) * Math.Log(1 - p);
            }

            return sum;
        }

        static double Spread(int a) => a == 0 ? LevelSpread : CoefficientSpread;
        static double Square(double v) => v * v;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Logistic(double v) => 1 / (1 + Math.Exp(-v));
}
