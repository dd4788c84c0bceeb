using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>Finds planted names and choices, as whole names only.</summary>
internal sealed class NameReader : IValueReader
{
    /// <summary>Shorter words are too easily a letter off another.</summary>
    private const int ShortestNear = 5;

    /// <summary>Names from this length on may be two letters off.</summary>
    private const int LongestShort = 9;

    private readonly FrozenDictionary<string, (KnownValue Value, Token[] Tokens)[]> byFirst;
    private readonly IReadOnlyList<(KnownValue Value, string Word)> single;
    private readonly HashSet<string> questionWords;

    public NameReader(IReadOnlyList<KnownValue> known, Passage question)
    {
        questionWords = [.. question.Tokens.Select(t => t.Text)];
        // A stable sort: of equal lengths the one that takes precedence comes first.
        var values = known.Select(v => (Value: v, Tokens: ValueTokens(v))).Where(v => v.Tokens.Length > 0)
            .OrderByDescending(v => v.Tokens.Length).ToList();
        byFirst = values.GroupBy(v => v.Tokens[0].Text).ToFrozenDictionary(g => g.Key, g => g.ToArray());
        single = [.. values.Where(v => v.Tokens is [{ Kind: TokenKind.Word, Text.Length: >= ShortestNear }]).Select(v => (v.Value, v.Tokens[0].Text))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Mention> Read(Passage passage)
    {
        var mentions = new List<Mention>();
        var isShouted = !passage.Text.Any(char.IsLower);
        for (var i = 0; i < passage.Tokens.Count;)
        {
            if (At(passage, i, isShouted) is { } mention)
                mentions.Add(mention);
            i = mentions.Count > 0 ? Math.Max(i + 1, mentions[^1].Last + 1) : i + 1;
        }

        return mentions;
    }

    private Mention? At(Passage passage, int at, bool isShouted)
    {
        foreach (var (value, tokens) in byFirst.GetValueOrDefault(passage.Tokens[at].Text, []))
        {
            // A longer name is passed over as a whole, so that no shorter value is read out of it.
            if (MatchAt(passage, at, tokens) is { } last)
                return Mentioned(passage, at, last, value, tokens, GoesOn(passage, at, last, isShouted));
        }

        var word = passage.Tokens[at];
        if (word is not { Kind: TokenKind.Word, IsCapital: true, Text.Length: >= ShortestNear - 1 })
            return null;
        foreach (var (value, name) in single)
        {
            if (IsLetterOff(word.Text, name))
                return Mentioned(passage, at, at, value, [word], true);
        }

        return null;
    }

    private static Mention Mentioned(Passage passage, int first, int last, KnownValue value, Token[] tokens, bool isNear) => new(
        first, last, passage.Slice(first, last), string.Join(' ', tokens.Select(t => t.Text)), value.Meaning, value.Text)
    { IsNear = isNear };

    /// <summary>One letter off; two where the names are long and begin alike.</summary>
    private static bool IsLetterOff(string one, string other) =>
        IsOneOff(one, other) || (Math.Min(one.Length, other.Length) >= LongestShort && one.AsSpan().CommonPrefixLength(other) >= 4 && one[^2..] == other[^2..] && EditDistance(one, other) <= 2);

    private static int EditDistance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    private static bool IsOneOff(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1 || one == other)
            return false;
        var start = one.AsSpan().CommonPrefixLength(other);
        var a = one.AsSpan(start);
        var b = other.AsSpan(start);
        return one.Length == other.Length ? a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]))
            : one.Length > other.Length ? a[1..].SequenceEqual(b) : a.SequenceEqual(b[1..]);
    }

    private static Token[] ValueTokens(KnownValue value)
    {
        Token[] tokens = [.. value.Passage.Tokens.Where(t => t.Kind != TokenKind.Mark)];
        return tokens.Length > 1 && tokens[0].IsAny(Wording.All.Articles) ? tokens[1..] : tokens;
    }

    private static int? MatchAt(Passage passage, int start, Token[] value)
    {
        var at = start;
        for (var i = 0; i < value.Length; i++, at++)
        {
            if (i > 0 && at < passage.Tokens.Count && passage.Tokens[at].Kind == TokenKind.Mark && IsJoiner(passage, at))
                at++;
            if (at >= passage.Tokens.Count || passage.Tokens[at].Kind != value[i].Kind || passage.Tokens[at].Text != value[i].Text)
                return null;
        }

        return at - 1;
    }

    private static bool IsJoiner(Passage passage, int at) =>
        passage.Tokens[at].Text[0] is '-' or '.' or '·' or '・' or '•' or '"' or '\'' or '‧';

    private bool GoesOn(Passage passage, int first, int last, bool isShouted)
    {
        var isHan = passage.Is(first, TokenKind.Han) && passage.Is(last, TokenKind.Han);
        if (isHan)
            return (Extends(passage, first - 1, first - 1, Wording.All.NamePrefixes)
                || (Extends(passage, last + 1, last, Wording.All.NameSuffixes) && !passage.IsAny(last, Wording.All.NameSuffixes)));
        return IsHyphenated(passage, first - 1, first - 2) || IsHyphenated(passage, last + 1, last + 2)
            || (!isShouted && (IsNameWord(passage, first - 1, first - 1) || IsNameWord(passage, last + 1, last)));
    }

    private static bool Extends(Passage passage, int neighbour, int joinedFrom, IReadOnlySet<string> words) =>
        passage.Is(neighbour, TokenKind.Han) && passage.IsJoined(joinedFrom)
        && passage.IsAny(neighbour, words);

    /// <summary>"Tavrenko-Sud": a hyphen with a capital or a number beyond it.</summary>
    private static bool IsHyphenated(Passage passage, int hyphen, int beyond) =>
        passage.IsMark(hyphen, '-') && beyond >= 0 && beyond < passage.Tokens.Count
        && passage.IsJoined(Math.Min(hyphen, beyond)) && passage.IsJoined(Math.Min(hyphen, beyond) == hyphen ? hyphen - 1 : hyphen)
        && (passage.Tokens[beyond].IsCapital || passage.Tokens[beyond].Kind == TokenKind.Digits);

    /// <summary>A capitalised word, or a number, right beside the name that is no common word and not in the question.</summary>
    private bool IsNameWord(Passage passage, int neighbour, int left)
    {
        if (neighbour < 0 || neighbour >= passage.Tokens.Count || left < 0)
            return false;
        var token = passage.Tokens[neighbour];
        var gap = passage.Tokens[left + 1].Start - passage.Tokens[left].End;
        return gap <= 1 && token.Kind == TokenKind.Word && token.IsCapital
            && !token.IsAny(Wording.All.Neighbours) && !questionWords.Contains(token.Text) && !Wording.All.Title.IsIn(passage, neighbour, neighbour + 1);
    }
}
