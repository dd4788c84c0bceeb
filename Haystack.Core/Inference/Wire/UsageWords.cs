using System.Text.RegularExpressions;

namespace Haystack.Inference.Wire;

/// <summary>
/// Understands names of token counts that no list has, by their words: every word of a name must be one that is known, so that a
/// time, a price or a count of something else is none.
/// </summary>
internal static partial class UsageWords
{
    private static readonly HashSet<string> Read = new(StringComparer.Ordinal) { "prompt", "prompts", "request", "context", "query", "question", "prefill", "in", "input", "inputs" };
    private static readonly HashSet<string> Written = new(StringComparer.Ordinal) { "completion", "completions", "output", "outputs", "out", "response", "generated", "generation", "predicted", "answer", "reply", "decode", "decoded" };
    private static readonly HashSet<string> Thought = new(StringComparer.Ordinal) { "reasoning", "thinking", "thought", "thoughts" };
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "cached", "cache", "hit", "hits", "reused" };
    private static readonly HashSet<string> Other = new(StringComparer.Ordinal) { "token", "tokens", "tok", "toks", "n", "num", "number", "of", "count", "total", "value", "len", "length", "used", "size", "all", "sum", "read" };

    /// <summary>What a count is of: <c>prompt</c>, <c>input</c>, <c>output</c>, <c>thinking</c>, <c>cached</c>, <c>total</c>; null where its name does not say.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="side">What the object is of that it stands in; null where that is not known.</param>
    public static string? Role(string name, string? side)
    {
        string[] words = [.. Word().Matches(name).Select(m => m.Value.ToLowerInvariant())];
        if (words.Length == 0 || !words.All(w => Read.Contains(w) || Written.Contains(w) || Thought.Contains(w) || Kept.Contains(w) || Other.Contains(w)))
            return null;
        var (read, written) = (words.Any(Read.Contains), words.Any(Written.Contains));
        if (words.Any(Kept.Contains))
            return written || side == "output" ? null : "cached";
        if (words.Any(Thought.Contains))
            return read ? null : "thinking";
        if (read || written)
            return read == written ? null : written ? "output" : words.Any(w => w is "input" or "inputs") ? "input" : "prompt";
        return side ?? (words.Contains("total") || words.Contains("sum") ? "total" : null);
    }

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
