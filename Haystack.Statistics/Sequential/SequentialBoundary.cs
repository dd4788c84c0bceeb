namespace Haystack.Statistics.Sequential;

/// <summary>
/// Two parallel lines between which the count of right answers wanders until it leaves, and the cut-off where it must
/// have left. Both errors are found by following every path (the band is narrow, so this is cheap).
/// </summary>
internal sealed class SequentialBoundary
{
    private readonly double _up;
    private readonly double _down;
    private readonly double _bound;

    private SequentialBoundary(GateMargin margin, int look, double designEffect, int maxTrials)
    {
        (Look, MaxTrials) = (look, maxTrials);
        // One right answer moves the log-likelihood ratio by _up, one wrong answer by −_down.
        _up = Math.Log(margin.Upper / margin.Lower) / designEffect;
        _down = Math.Log((1 - margin.Lower) / (1 - margin.Upper)) / designEffect;
        _bound = Math.Log((1 - margin.Error) / margin.Error);
    }

    /// <summary>Answers between looks.</summary>
    public int Look { get; }

    /// <summary>The cut-off.</summary>
    public int MaxTrials { get; }

    /// <summary>At the cut-off, the smallest count that passes.</summary>
    public int PassesFrom { get; private init; }

    /// <summary>The smallest cut-off, in steps of a twentieth of the fixed sample, that keeps both promises.</summary>
    public static SequentialBoundary Plan(GateMargin margin, int look, double designEffect)
    {
        var fixedSample = new FixedGate(margin).Trials;
        for (var step = 20; ; step++)
        {
            var most = (int)Math.Ceiling(fixedSample * step / 20.0);
            most = (most + look - 1) / look * look;
            // Design effect 1 first: the exact errors are those of independent answers.
            var independent = new SequentialBoundary(margin, look, 1, most);
            if (independent.Cut(margin) is not { } cut)
                continue;
            if (designEffect <= 1)
                return new SequentialBoundary(margin, look, 1, most) { PassesFrom = cut };
            var widened = (int)Math.Ceiling(most * designEffect / look) * look;
            return new SequentialBoundary(margin, look, designEffect, widened)
            {
                PassesFrom = (int)Math.Round((double)cut / most * widened),
            };
        }
    }

    /// <summary>The verdict at a look.</summary>
    public GateVerdict Verdict(int k, int n)
    {
        if (n >= MaxTrials)
            return (long)k * MaxTrials >= (long)PassesFrom * n ? GateVerdict.Pass : GateVerdict.Fail;
        var ratio = k * _up - (n - k) * _down;
        return ratio >= _bound ? GateVerdict.Pass : ratio <= -_bound ? GateVerdict.Fail : GateVerdict.Continue;
    }

    /// <summary>The chances of each end at a true accuracy.</summary>
    public OperatingPoint At(double accuracy, int budget)
    {
        double pass = 0, fail = 0, undecided = 0, trials = 0;
        foreach (var (k, n, chance) in Ends(accuracy, Math.Min(budget, MaxTrials)))
        {
            trials += n * chance;
            switch (n % Look == 0 || n >= MaxTrials ? Verdict(k, n) : GateVerdict.Continue)
            {
                case GateVerdict.Pass:
                    pass += chance;
                    break;
                case GateVerdict.Fail:
                    fail += chance;
                    break;
                default:
                    undecided += chance;
                    break;
            }
        }

        return new OperatingPoint(accuracy, pass, fail, undecided, trials);
    }

    /// <summary>The count at the cut-off from which to pass so that both errors are within the promise; null where there is none.</summary>
    private int? Cut(GateMargin margin)
    {
        var (earlyPass, atLower) = Split(margin.Lower, GateVerdict.Pass);
        var (earlyFail, atUpper) = Split(margin.Upper, GateVerdict.Fail);
        var wrongPass = earlyPass + atLower.Values.Sum();
        var wrongFail = earlyFail;
        for (var cut = 0; cut <= MaxTrials + 1; cut++)
        {
            if (wrongPass <= margin.Error)
                return wrongFail <= margin.Error ? cut : null;
            wrongPass -= atLower.GetValueOrDefault(cut);
            wrongFail += atUpper.GetValueOrDefault(cut);
        }

        return null;
    }

    /// <summary>The chance of an early verdict, and the chances of each count where the cut-off is reached without one.</summary>
    private (double Early, Dictionary<int, double> Last) Split(double accuracy, GateVerdict early)
    {
        var sum = 0.0;
        var last = new Dictionary<int, double>();
        foreach (var (k, n, chance) in Ends(accuracy, MaxTrials))
        {
            if (n == MaxTrials)
                last[k] = last.GetValueOrDefault(k) + chance;
            else if (Verdict(k, n) == early)
                sum += chance;
        }

        return (sum, last);
    }

    /// <summary>Every count and number of answers at which the walk ends, with its chance.</summary>
    private IEnumerable<(int K, int N, double Chance)> Ends(double accuracy, int budget)
    {
        var alive = new Dictionary<int, double> { [0] = 1 };
        for (var n = 1; n <= budget; n++)
        {
            var next = new Dictionary<int, double>(alive.Count + 1);
            foreach (var (k, chance) in alive)
            {
                next[k + 1] = next.GetValueOrDefault(k + 1) + chance * accuracy;
                next[k] = next.GetValueOrDefault(k) + chance * (1 - accuracy);
            }

            if (n < budget && n % Look == 0)
            {
                foreach (var (k, chance) in next)
                {
                    if (Verdict(k, n) == GateVerdict.Continue)
                        continue;
                    yield return (k, n, chance);
                    next.Remove(k);
                }
            }

            alive = next;
        }

        foreach (var (k, chance) in alive)
            yield return (k, budget, chance);
    }
}
