using System.Collections.Concurrent;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>
/// A real vocabulary in Ollama's form, derived from a tiktoken encoding: tokens from ranks, merges from
/// replaying BPE. The first n ranks of a byte-pair encoding are one themselves, so small ones are real too.
/// </summary>
internal static class DerivedVocabulary
{
    private static readonly ConcurrentDictionary<(string, int), Lazy<TokenizerVocabulary>> Derived = new();

    /// <summary>A few thousand tokens of o200k: enough for tests that only need some tokenizer.</summary>
    public static TokenizerVocabulary Small => Derive("o200k_base", 4_000);

    /// <summary>o200k whole (199,998 tokens); takes about a second, once.</summary>
    public static TokenizerVocabulary O200k => Derive("o200k_base", int.MaxValue);

    /// <summary>cl100k whole.</summary>
    public static TokenizerVocabulary Cl100k => Derive("cl100k_base", int.MaxValue);

    /// <summary>The first <paramref name="size"/> tokens of an encoding, then one control token of each usual kind.</summary>
    public static TokenizerVocabulary Derive(string encoding, int size) =>
        Derived.GetOrAdd((encoding, size), key => new Lazy<TokenizerVocabulary>(() => Replay(key.Item1, key.Item2))).Value;

    private static TokenizerVocabulary Replay(string encoding, int size)
    {
        var tokens = new List<string>();
        var merges = new List<string>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (bytes, rank) in TiktokenEncoding.Ranks(encoding).Take(size))
        {
            var text = ByteAlphabet.Encode(bytes);
            if (rank != tokens.Count)
                throw new InvalidOperationException("ranks are not dense");
            tokens.Add(text);
            if (text.Length > 1)
                merges.Add(LastMerge(text, ids));
            ids.Add(text, rank);
        }

        string[] control = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
        return new TokenizerVocabulary
        {
            Source = $"test:{encoding}",
            Kind = "gpt2",
            Pre = encoding == "o200k_base" ? "gpt-4o" : "dbrx",
            Tokens = [.. tokens, .. control],
            Merges = merges,
            TokenTypes = [.. Enumerable.Repeat(1, tokens.Count), .. Enumerable.Repeat(3, control.Length)],
            AddBos = false,
            BosId = tokens.Count,
        };
    }

    // Merge by the ranks so far until two parts are left: those are what the new token joins.
    private static string LastMerge(string text, Dictionary<string, int> ids)
    {
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var starts = Enumerable.Range(0, text.Length + 1).ToList();
        while (starts.Count > 3)
        {
            var (best, bestRank) = (-1, int.MaxValue);
            for (var i = 0; i + 2 < starts.Count; i++)
            {
                if (lookup.TryGetValue(text.AsSpan(starts[i]..starts[i + 2]), out var rank) && rank < bestRank)
                    (best, bestRank) = (i, rank);
            }

            starts.RemoveAt(best + 1);
        }

        return $"{text[..starts[1]]} {text[starts[1]..]}";
    }
}
