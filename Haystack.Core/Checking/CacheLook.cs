using System.Globalization;
using Haystack.Analysis;
using Haystack.Inference.Health;

namespace Haystack.Checking;

/// <summary>What was found out about a server's prefix cache.</summary>
/// <param name="Model">The model.</param>
/// <param name="Verdict">Cold answers against warm ones.</param>
/// <param name="Reused">The share of a prompt that came from the cache where its document had been read before; null where the server does not tell.</param>
/// <param name="Questions">How many questions were asked.</param>
/// <param name="Dry">Whether the model could answer a question whose answer stands in a short text.</param>
internal sealed record CacheLook(string Model, CacheVerdict Verdict, double? Reused, int Questions, CheckFinding Dry)
{
    private const double LeastReused = 0.5;

    /// <summary>Whether cached answers are not the model's.</summary>
    public bool IsBad => Verdict.Finding == CacheFinding.ChangesAnswers;

    /// <summary>Whether no more questions are needed.</summary>
    /// <param name="alike">So many pairs suffice where none differs.</param>
    /// <param name="most">So many suffice in any case.</param>
    public bool IsClear(int alike, int most) =>
        IsBad || Pairs >= most || (Pairs >= alike && Verdict.OnlyCold + Verdict.OnlyWarm == 0) || (IsIdle && Questions >= alike / 2);

    /// <summary>The lines for the user.</summary>
    public IEnumerable<CheckFinding> Findings()
    {
        yield return Dry;
        yield return Reused switch
        {
            null => new CheckFinding(FindingLevel.Warning, "prefix cache", "the server does not tell what it reuses"),
            < LeastReused => new(FindingLevel.Warning, "prefix cache", string.Create(CultureInfo.InvariantCulture, $"not used: {Reused:P0} of a prompt is reused when its document was read just before, so every question of a sweep costs a whole prompt"), "haystack plan says what that costs; a server with prefix caching turned on, or a model whose layers allow it"),
            _ => new(FindingLevel.Good, "prefix cache", string.Create(CultureInfo.InvariantCulture, $"used: {Reused:P0} of a prompt is reused when its document was read just before")),
        };
        if (IsBad)
            yield return new(FindingLevel.Bad, "cached answers", Verdict.Text, "haystack sweep --cache off, or a server whose cache is sound");
        else if (IsIdle)
            yield return new(FindingLevel.Good, "cached answers", "there are none");
        else if (Verdict.Cold.Successes + Verdict.OnlyWarm < CacheControl.FewestPairs)
            yield return new(FindingLevel.Warning, "cached answers", $"{Verdict.Text}: too few right answers to tell", "a model that answers more of such questions");
        else
            yield return new(FindingLevel.Good, "cached answers", Verdict.Text);
    }

    private int Pairs => Verdict.Cold.Total;

    private bool IsIdle => Reused < LeastReused;
}
