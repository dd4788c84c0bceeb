using System.Collections.Concurrent;

namespace Haystack.Tokenization;

/// <summary>Whether two texts keep their own tokens when one is put after the other.</summary>
/// <remarks>
/// A seam is clean when the tokens of <c>left + right</c> are those of <c>left</c> followed by those of
/// <c>right</c>. Judged from the text around it alone: from the last place before it, and to the first place
/// after it, at which this tokenizer always starts a token anew (<see cref="ModelTokenizer.AlwaysCuts"/>).
/// What lies beyond such a place cannot change what happens between them, so the judgement holds for
/// whatever else stands left and right. Where there is no such place within <see cref="LongestWindow"/>
/// characters and the text goes on, the answer is no: a seam is clean only when that is known. A shorter
/// <c>left</c> is taken to begin where a text begins, or at a clean seam; a shorter <c>right</c>, to end so.
/// </remarks>
internal static class Seam
{
    /// <summary>How far from a seam a certain cut is looked for, in UTF-16 units.</summary>
    public const int LongestWindow = 4096;

    private const int MostMemories = 1 << 15;
    private const int LongestMemory = 64;
    private static readonly ConcurrentDictionary<(string Tokenizer, string Left, string Right), bool> Memory = new();

    /// <summary>Whether the seam between <paramref name="left"/> and <paramref name="right"/> is clean. Thread-safe.</summary>
    public static bool IsClean(ModelTokenizer tokenizer, ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (left.IsEmpty || right.IsEmpty)
            return true;
        if (char.IsHighSurrogate(left[^1]) && char.IsLowSurrogate(right[0]))
            return false;
        if (tokenizer.AlwaysCuts(left[^1], right[0]))
            return true;
        var tail = Tail(tokenizer, left);
        var head = Head(tokenizer, right);
        if (tail < 0 || head < 0)
            return false;
        return Remembered(tokenizer, left[tail..], right[..head]);
    }

    // Where the last certain cut before the seam is; 0 where the text is short; -1 where there is none near enough.
    private static int Tail(ModelTokenizer tokenizer, ReadOnlySpan<char> left)
    {
        var first = Math.Max(1, left.Length - LongestWindow);
        for (var at = left.Length - 1; at >= first; at--)
        {
            if (tokenizer.AlwaysCuts(left[at - 1], left[at]))
                return at;
        }

        return left.Length <= LongestWindow ? 0 : -1;
    }

    private static int Head(ModelTokenizer tokenizer, ReadOnlySpan<char> right)
    {
        var last = Math.Min(right.Length - 1, LongestWindow);
        for (var at = 1; at <= last; at++)
        {
            if (tokenizer.AlwaysCuts(right[at - 1], right[at]))
                return at;
        }

        return right.Length <= LongestWindow ? right.Length : -1;
    }

    private static bool Remembered(ModelTokenizer tokenizer, ReadOnlySpan<char> tail, ReadOnlySpan<char> head)
    {
        if (tail.Length > LongestMemory || head.Length > LongestMemory)
            return Judge(tokenizer, tail, head);
        var key = (tokenizer.Fingerprint, tail.ToString(), head.ToString());
        if (Memory.TryGetValue(key, out var clean))
            return clean;
        clean = Judge(tokenizer, tail, head);
        if (Memory.Count >= MostMemories)
            Memory.Clear();
        Memory[key] = clean;
        return clean;
    }

    private static bool Judge(ModelTokenizer tokenizer, ReadOnlySpan<char> tail, ReadOnlySpan<char> head)
    {
        var apart = tokenizer.Ids(tail);
        var after = tokenizer.Ids(head);
        var joined = tokenizer.Ids(string.Concat(tail, head));
        return joined.Length == apart.Length + after.Length
            && joined.AsSpan(0, apart.Length).SequenceEqual(apart)
            && joined.AsSpan(apart.Length).SequenceEqual(after);
    }
}
