using System.Text;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>
/// A byte-level vocabulary that shows where text was cut: the last byte of a character merges with the first of the
/// next, whichever two stand side by side in the texts, so that a cut more or less is another list of tokens.
/// </summary>
internal static class SeamVocabulary
{
    // Tokens that no merge makes: only rules that ignore merges find them.
    private static readonly string[] Wholes = ["ABc", "ĠABc", "123", "Ġ12", "...", "!?!"];

    /// <summary>For these texts, without rules.</summary>
    public static TokenizerVocabulary Of(IEnumerable<string> texts)
    {
        var tokens = Enumerable.Range(0, 256).Select(b => ByteAlphabet.Letter((byte)b).ToString()).ToList();
        var pairs = new SortedSet<(byte Last, byte First)>();
        foreach (var text in texts)
        {
            byte? last = null;
            foreach (var rune in text.EnumerateRunes())
            {
                var bytes = Encoding.UTF8.GetBytes(rune.ToString());
                if (last is { } before)
                    pairs.Add((before, bytes[0]));
                last = bytes[^1];
            }
        }

        var merges = pairs.Select(p => $"{tokens[p.Last]} {tokens[p.First]}").ToList();
        tokens.AddRange(merges.Select(m => m.Replace(" ", "", StringComparison.Ordinal)));
        tokens.AddRange(Wholes.Except(tokens));
        return new TokenizerVocabulary
        {
            Source = "test:seams",
            Kind = "gpt2",
            Tokens = [.. tokens, "<|endoftext|>"],
            Merges = merges,
            TokenTypes = [.. Enumerable.Repeat(1, tokens.Count), 3],
            BosId = tokens.Count,
        };
    }
}
