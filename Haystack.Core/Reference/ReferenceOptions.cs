using System.Globalization;

namespace Haystack.Reference;

/// <summary>What a reference model is made for. Same options, same bytes.</summary>
internal sealed record ReferenceOptions
{
    /// <summary>The most links that a question may span.</summary>
    public const int MostHops = 5;

    public const double DefaultSharpness = 120, LeastSharpness = 1, MostSharpness = 200, LeastSharpnessWithRecency = 110;
    public const int LeastRecency = 256, MostRecency = 16 * 1024;

    /// <summary>How many links of a chain it follows: 1–5.</summary>
    public int Hops { get; init; } = 2;

    /// <summary>How much an exact match outweighs none, in units of attention's exponent. A low one fails as facts become many.</summary>
    public double Sharpness { get; init; } = DefaultSharpness;

    /// <summary>How many tokens back half of all names are no longer found; 0 where distance makes no difference.</summary>
    public int Recency { get; init; }

    /// <summary>The longest context that its numbers are made for, in tokens.</summary>
    public int ContextTokens => Recency == 0 ? ReferenceLayout.MostContextTokens : Math.Min(ReferenceLayout.MostContextTokens, 16 * Recency);

    /// <summary>Such as <c>reference-sharp</c> or <c>reference-dull-4k</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"reference-{(Recency == 0 ? Sharpness == DefaultSharpness ? "sharp" : $"beta-{Sharpness}" : $"dull-{TokenSize.Format(Recency)}{(Sharpness == DefaultSharpness ? "" : $"-beta-{Sharpness}")}")}{(Hops == 2 ? "" : $"-{Hops}-hops")}");

    /// <summary>Refuses what no model can be made of.</summary>
    /// <exception cref="HaystackException">An option is out of its range; one line names it.</exception>
    public ReferenceOptions Checked()
    {
        if (Hops is < 1 or > MostHops)
            throw new HaystackException($"--hops {Hops}: a reference model follows 1 to {MostHops} links");
        if (!(Sharpness is >= LeastSharpness and <= MostSharpness))
            throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"--sharpness {Sharpness}: it lies between {LeastSharpness} and {MostSharpness} (default {DefaultSharpness}; above that half precision rounds differences away, below 1 nothing is told from anything)"));
        if (Recency != 0 && Recency is < LeastRecency or > MostRecency)
            throw new HaystackException($"--recency {Recency}: half of the names are lost at a distance of {LeastRecency} to {TokenSize.Format(MostRecency)} tokens, or none at any (0)");
        if (Recency != 0 && Sharpness < LeastSharpnessWithRecency)
            throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"--recency {Recency} with --sharpness {Sharpness}: a model that forgets with distance needs a sharpness of {LeastSharpnessWithRecency} or more, so that distance alone decides"));
        return this;
    }
}
