namespace Haystack.Planning;

/// <summary>A distance as asked for: a number of tokens, or the largest that a context length holds.</summary>
public readonly record struct Distance
{
    private Distance(int? tokens) => Tokens = tokens;

    /// <summary>Tokens between the facts; null for <see cref="Max"/>.</summary>
    public int? Tokens { get; }

    /// <summary>The largest distance that fits, for each context length its own.</summary>
    public static Distance Max { get; } = new(null);

    /// <summary>A distance of so many tokens, 0 or more.</summary>
    public static Distance Of(int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        return new Distance(tokens);
    }

    /// <summary>Reads <c>0</c>, <c>256</c>, <c>4k</c> or <c>max</c>.</summary>
    /// <exception cref="HaystackException">The text is none of them.</exception>
    public static Distance Parse(string text) =>
        string.Equals(text?.Trim(), "max", StringComparison.OrdinalIgnoreCase) ? Max : Of(TokenSize.Parse(text ?? ""));

    /// <inheritdoc/>
    public override string ToString() => Tokens is { } tokens ? TokenSize.Format(tokens) : "max";
}
