namespace Haystack.Tests.Statistics.Readers;

/// <summary>
/// A kind of reader whose laws are known. It finds each fact by its place, combines what it found, and where it has no
/// answer it guesses or abstains: P(right) = m + (1 − m)·γ·(1 − abstains) with m = find · find · combine · (1 − lapse).
/// </summary>
internal sealed record ReaderKind(string Name)
{
    /// <summary>The chance of finding a fact that stands at a place (0–1) of a document of so many tokens.</summary>
    public Func<double, int, double> Find { get; init; } = (_, _) => 1;

    /// <summary>The log-odds of combining two facts that were found.</summary>
    public Func<PlacedChain, double> Combine { get; init; } = _ => 60;

    /// <summary>The share of failures that nothing explains.</summary>
    public double Lapse { get; init; }

    /// <summary>γ of the pair question, of a single fact's question.</summary>
    public (double Pair, double Single) Chance { get; init; } = (0.1, 0.06);

    /// <summary>The share of what it cannot answer that it says the text does not say.</summary>
    public double Abstains { get; init; }

    /// <summary>The same of pair questions by distance, where it is not the same for all.</summary>
    public Func<int, double>? AbstainsAt { get; init; }

    /// <summary>How it combines in every second document, where that is another law; and what it lapses there.</summary>
    public (Func<PlacedChain, double> Combine, double Lapse)? Elsewhere { get; init; }

    /// <summary>Standard deviation of the facts' own log-odds of being found, the same in every question about a fact.</summary>
    public double FactSpread { get; init; }

    /// <summary>Standard deviation of the documents' own log-odds of combining.</summary>
    public double DocumentSpread { get; init; }

    /// <summary>The chance that a reply runs out of its budget, by distance.</summary>
    public Func<int, double> Capped { get; init; } = _ => 0;

    /// <summary>Of its wrong replies to the pair question, this share comes to no answer at all.</summary>
    public double WrongIsMissing { get; init; }

    /// <summary>Whether a fact that is not found is not found in any question, or anew in each.</summary>
    public bool FactsAreFixed { get; init; } = true;

    /// <summary>The share of pair questions at a distance that it cannot answer and says so of.</summary>
    public double AbstainsFrom(int distance) => AbstainsAt?.Invoke(distance) ?? Abstains;

    /// <summary>The two halves of the documents: one law each, the same where there is one.</summary>
    public IEnumerable<(Func<PlacedChain, double> Combine, double Lapse)> Halves => [(Combine, Lapse), Elsewhere ?? (Combine, Lapse)];

    /// <summary>Logistic of distance, half at <paramref name="half"/> tokens, with log-odds <paramref name="level"/> side by side.</summary>
    public static Func<PlacedChain, double> Falls(double half, double level)
    {
        var top = Logistic(level);
        var slope = (Math.Log(top / 2 / (1 - top / 2)) - level) / Math.Log2(1 + half);
        return c => level + slope * Math.Log2(1 + c.DistanceTokens!.Value);
    }

    /// <summary>1 / (1 + e^−v).</summary>
    public static double Logistic(double v) => 1 / (1 + Math.Exp(-v));

    /// <summary>The log-odds of a share.</summary>
    public static double Odds(double share) => Math.Log(share / (1 - share));
}
