using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.Documents;

/// <summary>A finished document: slices of corpus and facts whose token counts are known exactly.</summary>
internal sealed class Document
{
    private string? _text;
    private string? _sha256;

    /// <summary>What it was made from.</summary>
    public required DocumentPlan Plan { get; init; }

    /// <summary>Its chains, orphans last.</summary>
    public required IReadOnlyList<FactChain> Chains { get; init; }

    /// <summary>Its text, slice after slice.</summary>
    public required IReadOnlyList<TextSlice> Slices { get; init; }

    /// <summary>Its facts in the order in which they stand.</summary>
    public required IReadOnlyList<PlantedFact> Facts { get; init; }

    /// <summary>Its length in tokens, filler and facts.</summary>
    public required int Tokens { get; init; }

    /// <summary>Its length in UTF-16 units.</summary>
    public required int Length { get; init; }

    /// <summary>Every value that its facts state.</summary>
    public IReadOnlyList<string> Values => field ??= [.. Chains.SelectMany(c => c.Values).Distinct(StringComparer.Ordinal)];

    /// <summary>The text as one string; made at the first call.</summary>
    public string Text => _text ??= string.Create(Length, Slices, static (span, slices) =>
    {
        foreach (var slice in slices)
        {
            slice.Span.CopyTo(span);
            span = span[slice.Length..];
        }
    });

    /// <summary>SHA-256 of the text in UTF-8, lower-case hex.</summary>
    public string Sha256 => _sha256 ??= Hash();

    /// <summary>The planted facts of one chain in the order in which they stand.</summary>
    public IEnumerable<PlantedFact> FactsOf(int chain) => Facts.Where(f => f.Chain == chain);

    /// <summary>Where the midpoint of a chain's facts stands, 0–1.</summary>
    public double PositionOf(int chain)
    {
        var facts = FactsOf(chain).ToList();
        return (facts[0].TokenStart + facts[^1].TokenEnd) / (2.0 * Tokens);
    }

    /// <summary>Where the fact of one hop stands, 0–1; null where it was not planted.</summary>
    public double? PositionOf(int chain, int hop) =>
        FactsOf(chain).FirstOrDefault(f => f.Hop == hop) is { } fact ? (fact.TokenStart + fact.TokenEnd) / (2.0 * Tokens) : null;

    /// <summary>How many facts of others stand between the outermost facts of a chain.</summary>
    public int FactsBetween(int chain)
    {
        var own = FactsOf(chain).ToList();
        return Facts.Count(f => f.Chain != chain && f.TokenStart >= own[0].TokenEnd && f.TokenEnd <= own[^1].TokenStart);
    }

    private string Hash()
    {
        using var hash = new Utf8Hash();
        foreach (var slice in Slices)
            hash.Append(slice.Span);
        return hash.Finish();
    }
}
