using System.Globalization;

namespace Haystack.Tokenization;

/// <summary>
/// Compiles SentencePiece BPE vocabularies: kind <c>llama</c> by scores or, from a <c>tokenizer.json</c>, by merges;
/// kind <c>gemma4</c> and its like by merges inside lines.
/// </summary>
internal static class SentencePieceCompiler
{
    /// <summary>What stands for a blank in tokens.</summary>
    public const char Blank = '▁';

    /// <inheritdoc cref="VocabularyCompiler.Compile"/>
    public static CompiledVocabulary Compile(TokenizerVocabulary vocabulary, LineRules lines)
    {
        var byMerges = vocabulary.Scores is null || lines != LineRules.None;
        if (byMerges && vocabulary.Merges.Count == 0)
            throw new HaystackException($"{vocabulary.Source}: a vocabulary of kind '{vocabulary.Kind}' without {(vocabulary.Kind == "llama" ? "scores" : "merges")}");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            // Merging asks for no type: control tokens and unused ones are made too, where all their parts are tokens.
            if (vocabulary.Tokens[id].Length > 0)
                ids[vocabulary.Tokens[id]] = id;
        }

        // Where merges are listed, a token that none of them makes is never met, so its letters do not matter.
        var runes = RuneTokens(vocabulary, ids, everyLetter: !byMerges);
        return new CompiledVocabulary
        {
            Fingerprint = VocabularyFingerprint.Of(vocabulary, null, lines),
            Label = lines != LineRules.None ? $"{vocabulary.Kind}/{vocabulary.Pre ?? "lines"}" : byMerges ? "llama/merges" : "llama/scores",
            ByteTokens = ByteTokens(vocabulary),
            RuneTokens = runes,
            Neighbours = NeighbourFilter.Build(ids.Keys),
            Lengths = [.. vocabulary.Tokens.Select(t => t.Length)],
            Merges = byMerges ? ByMerges(vocabulary, ids) : ByScores(vocabulary, ids),
            UserTokens = VocabularyCompiler.UserTokens(vocabulary, t => t),
            LeftmostUserTokens = vocabulary.LeftmostUserTokens,
            BlankAfterUserTokens = lines == LineRules.None && !vocabulary.LeftmostUserTokens && vocabulary.AddSpacePrefix != false,
            ControlTexts = VocabularyCompiler.ControlTexts(vocabulary),
            Nfc = vocabulary.Nfc,
            Nfkc = vocabulary.Nfkc,
            CutsBeforeBlank = vocabulary.CutsBeforeBlank,
            Lines = lines,
            WholePieces = lines != LineRules.CutAndWhole ? CompiledVocabulary.NoPieces
                : ids.Where(t => !t.Key.AsSpan().ContainsAnyExcept('\n')).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal),
            AddsBos = VocabularyCompiler.AddsBos(vocabulary),
        };
    }

    private static int[] ByteTokens(TokenizerVocabulary vocabulary)
    {
        var tokens = new int[256];
        Array.Fill(tokens, -1);
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            var text = vocabulary.Tokens[id];
            if (text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && text[5] == '>'
                && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                tokens[value] = id;
            }
        }

        var letters = vocabulary.Tokens.Where(t => t.Length == 1).Select(t => (int)t[0]).ToHashSet();
        for (var value = 0; value < 256; value++)
        {
            if (tokens[value] < 0 && IsNeeded(value, letters))
                throw new TokenizerUnsupportedException($"its vocabulary lacks the byte token <0x{value:X2}>, so text outside it has no exact count");
        }

        return tokens;
    }

    // A byte is never asked for where it is a character of its own that is a token, where no UTF-8 has it, or where it
    // is a control character, which no text here has.
    private static bool IsNeeded(int value, HashSet<int> letters) =>
        value < 0x80 ? !letters.Contains(value == ' ' ? Blank : value) && !char.IsControl((char)value) : value is not (0xC0 or 0xC1 or >= 0xF5);

    private static int[] RuneTokens(TokenizerVocabulary vocabulary, Dictionary<string, int> ids, bool everyLetter)
    {
        var runes = new SortedDictionary<int, int>();
        foreach (var (text, id) in ids)
        {
            foreach (var rune in text.EnumerateRunes())
            {
                if (rune.Utf16SequenceLength == text.Length)
                    runes[rune.Value] = id;
                else if (everyLetter && VocabularyCompiler.TypeOf(vocabulary, id) == TokenType.Normal && !runes.ContainsKey(rune.Value) && !ids.ContainsKey(rune.ToString()))
                    throw new TokenizerUnsupportedException($"its token '{text}' is made of a letter (U+{rune.Value:X4}) that is no token itself");
            }
        }

        return runes.Count == 0
            ? throw new HaystackException($"{vocabulary.Source}: the vocabulary has no one-letter tokens")
            : [.. runes.SelectMany(r => new[] { r.Key, r.Value })];
    }

    // Any two neighbours whose joined text is a token may merge; the higher that token's score, the sooner.
    private static MergeTable ByScores(TokenizerVocabulary vocabulary, Dictionary<string, int> ids)
    {
        var scores = vocabulary.Scores!;
        var ranks = new Dictionary<float, int>();
        foreach (var score in ids.Values.Select(id => scores[id]).Distinct().OrderDescending())
            ranks.Add(score, ranks.Count);
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var pairs = new List<(int Left, int Right, int Rank, int Merged)>();
        foreach (var (text, id) in ids)
        {
            for (var cut = 1; cut < text.Length; cut++)
            {
                if (lookup.TryGetValue(text.AsSpan(0, cut), out var left) && lookup.TryGetValue(text.AsSpan(cut), out var right))
                    pairs.Add((left, right, ranks[scores[id]], id));
            }
        }

        var table = new MergeTable(pairs.Count);
        foreach (var (left, right, rank, merged) in pairs)
            table.Add(left, right, rank, merged);
        return table;
    }

    private static MergeTable ByMerges(TokenizerVocabulary vocabulary, Dictionary<string, int> ids)
    {
        var table = new MergeTable(vocabulary.Merges.Count);
        for (var rank = 0; rank < vocabulary.Merges.Count; rank++)
        {
            var merge = vocabulary.Merges[rank];
            var blank = merge.IndexOf(' ', 1);
            if (blank < 1 || blank == merge.Length - 1)
                throw new HaystackException($"{vocabulary.Source}: merge {rank} is not of the form 'left right'");
            var (left, right) = (merge[..blank], merge[(blank + 1)..]);
            if (!ids.TryGetValue(left, out var leftId) || !ids.TryGetValue(right, out var rightId) || !ids.TryGetValue(left + right, out var mergedId))
                throw new TokenizerUnsupportedException($"merge {rank} names a token that is not in the vocabulary");
            table.Add(leftId, rightId, rank, mergedId);
        }

        return table;
    }
}
