using System.Globalization;

namespace Haystack.Inference.Ollama;

/// <summary>A version of Ollama and what is known of how it counts.</summary>
/// <param name="Text">As the server gave it.</param>
/// <param name="Number">As a number; null for a development build, which is taken for the newest.</param>
internal sealed record OllamaVersion(string Text, Version? Number)
{
    /// <summary>Reads <c>0.12.6</c>, <c>0.33.0-rc2</c>, <c>0.0.0</c> (a development build).</summary>
    public static OllamaVersion Parse(string text)
    {
        var end = text.IndexOfAny(['-', '+', ' ']);
        var numbers = (end < 0 ? text : text[..end]).TrimStart('v').Split('.');
        if (numbers.Length is < 2 or > 4 || !numbers.All(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return new(text, null);
        var parts = numbers.Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new(text, parts.All(p => p == 0) ? null : new Version(parts[0], parts[1], parts.ElementAtOrDefault(2)));
    }

    /// <summary>
    /// Why this version's prompt counts cannot tell a truncated prompt from a cached one; null where they can.
    /// </summary>
    /// <remarks>
    /// Before 0.12.6 the count of a cached prompt is left out and <c>truncate</c>/<c>shift</c> are unknown; 0.30.0 counts
    /// only what was not cached (ollama #16414).
    /// </remarks>
    public string? CountingFault => Number switch
    {
        null => null,
        { } number when number < new Version(0, 12, 6) => "it leaves out the count of cached prompts and truncates silently",
        { } number when number == new Version(0, 30, 0) => "it counts only the uncached part of a prompt",
        _ => null,
    };

    /// <summary>
    /// Whether it tells how many prompt tokens were cached (0.33). Go leaves out a count of zero, so that from here on a
    /// count that is absent is 0, where before it was not known.
    /// </summary>
    public bool TellsCached => Number is null || Number >= new Version(0, 33);

    /// <summary>Whether thinking is asked for in a field of its own (0.9.0).</summary>
    public bool KnowsThink => Number is null || Number >= new Version(0, 9, 0);
}
