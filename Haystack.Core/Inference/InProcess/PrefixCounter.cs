using Haystack.Tokenization;

namespace Haystack.Inference.InProcess;

/// <summary>
/// Counts prompts that share their beginnings, as prompts about one document do, without counting the shared part
/// anew: it goes on from the last paragraph break that the prompt has in common with one counted before.
/// </summary>
/// <remarks>
/// A break is a place to go on from only where counts add up across it, which is tried on the text around it.
/// Thread-safe; keeps the texts of the last few prompts.
/// </remarks>
internal sealed class PrefixCounter(ModelTokenizer tokenizer, int slots = 4)
{
    private const int SeamCharacters = 48;
    private readonly Lock _gate = new();
    private readonly LinkedList<Slot> _recent = [];

    /// <summary>How many tokens <paramref name="text"/> has, and how many of them stand in a part counted before.</summary>
    public (int Tokens, int Cached) Count(string text)
    {
        var (at, tokens, breaks) = Known(text);
        var cached = tokens;
        var counted = new List<(int At, int Tokens)>(breaks);
        for (var next = NextBreak(text, at); next < text.Length; next = NextBreak(text, next))
        {
            if (!AddsUp(text, next))
                continue;
            tokens += tokenizer.Count(text.AsSpan(at, next - at));
            at = next;
            counted.Add((at, tokens));
        }

        tokens += tokenizer.Count(text.AsSpan(at));
        Remember(new Slot(text, counted));
        return (tokens, cached);
    }

    private (int At, int Tokens, IEnumerable<(int At, int Tokens)> Breaks) Known(string text)
    {
        Slot[] recent;
        lock (_gate)
            recent = [.. _recent];
        (int At, int Tokens, IEnumerable<(int, int)> Breaks) best = (0, 0, []);
        foreach (var slot in recent)
        {
            var common = text.AsSpan().CommonPrefixLength(slot.Text);
            var index = slot.Breaks.FindLastIndex(b => b.At <= common);
            if (index >= 0 && slot.Breaks[index].At > best.At)
                best = (slot.Breaks[index].At, slot.Breaks[index].Tokens, slot.Breaks.Take(index + 1));
        }

        return best;
    }

    private void Remember(Slot slot)
    {
        lock (_gate)
        {
            _recent.AddFirst(slot);
            if (_recent.Count > slots)
                _recent.RemoveLast();
        }
    }

    private bool AddsUp(string text, int at)
    {
        if (tokenizer.AlwaysCuts(text[at - 1], text[at]))
            return true;
        var before = text.AsSpan(Math.Max(0, at - SeamCharacters), Math.Min(at, SeamCharacters));
        var after = text.AsSpan(at, Math.Min(SeamCharacters, text.Length - at));
        var both = text.AsSpan(at - before.Length, before.Length + after.Length);
        return tokenizer.Count(both) == tokenizer.Count(before) + tokenizer.Count(after);
    }

    // The place after " \n\n" with text on its other side; the length where there is no more.
    private static int NextBreak(string text, int from)
    {
        for (var i = text.IndexOf(" \n\n", from, StringComparison.Ordinal); i >= 0; i = text.IndexOf(" \n\n", i + 3, StringComparison.Ordinal))
        {
            if (i + 3 < text.Length && !char.IsWhiteSpace(text[i + 3]))
                return i + 3;
        }

        return text.Length;
    }

    private sealed record Slot(string Text, List<(int At, int Tokens)> Breaks);
}
