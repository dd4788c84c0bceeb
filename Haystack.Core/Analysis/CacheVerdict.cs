using System.Globalization;
using Haystack.Statistics;

namespace Haystack.Analysis;

/// <summary>
/// Whether answers that rest on a server's prefix cache are the model's: the same questions with nothing to reuse (cold)
/// against those that could (warm).
/// </summary>
public sealed record CacheVerdict
{
    /// <summary>At or below it "no difference" would say more than is known, and "changes answers" too.</summary>
    private const double Doubtful = 0.05;

    /// <summary>At or below it, and to the worse, further cold controls are worth their price.</summary>
    private const double Suspect = 0.15;

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>What is known.</summary>
    public required CacheFinding Finding { get; init; }

    /// <summary>Right of the cold answers.</summary>
    public Proportion Cold { get; init; }

    /// <summary>Right of the same questions' warm answers.</summary>
    public Proportion Warm { get; init; }

    /// <summary>Right cold and wrong warm.</summary>
    public int OnlyCold { get; init; }

    /// <summary>Right warm and wrong cold.</summary>
    public int OnlyWarm { get; init; }

    /// <summary>The exact two-sided p-value of "the cache changes nothing" (McNemar).</summary>
    public double P { get; init; } = 1;

    /// <summary>The smallest difference of accuracy, 0–1, that is excluded with 95% confidence; null without pairs.</summary>
    public double? Excluded { get; init; }

    /// <summary>Pairs left out because the server says that it reused something for the cold question, or next to nothing for the warm one.</summary>
    public int NotApart { get; init; }

    /// <summary>Whether cold answers are better by more than is likely, and by less than is proof; where nothing else varies, two are.</summary>
    internal bool IsOpen => Finding == CacheFinding.NoDifference && OnlyCold > OnlyWarm && (P <= Suspect || (OnlyWarm == 0 && OnlyCold > 1));

    /// <summary>One line.</summary>
    public string Text => Finding switch
    {
        CacheFinding.NotChecked => "not checked against cold questions",
        CacheFinding.TooFew when Cold.Total == 0 && NotApart > 0 => string.Create(
            CultureInfo.InvariantCulture, $"no pair of a cold and a warm question to compare: in {NotApart} the server reused something for the cold one, or nothing for the warm one"),
        CacheFinding.TooFew => $"{Counts}: too few to tell",
        CacheFinding.NoDifference when P <= Doubtful => string.Create(
            CultureInfo.InvariantCulture, $"{Counts}: {OnlyCold} right only cold and {OnlyWarm} only warm (p = {P:0.000}), which is too much to say that the cache changes nothing and too little to say that it does: more --documents or `haystack doctor --cache` may tell"),
        CacheFinding.NoDifference => string.Create(CultureInfo.InvariantCulture, $"{Counts}: no difference found, more than {Math.Ceiling(100 * (Excluded ?? 1)):0} points excluded"),
        _ => $"{Counts} ({(P < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {P:0.000}"))}): this server's cache changes answers: these are not the model's (--cache off asks without it)",
    };

    private string Counts => string.Create(CultureInfo.InvariantCulture, $"cold {Cold.Successes}/{Cold.Total}, warm {Warm.Successes}/{Warm.Total}");
}
