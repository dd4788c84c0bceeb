using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>Finds planted names and choices, as whole names only.</summary>
internal sealed class NameReader : IValueReader
{
    private static readonly FrozenSet<string> LeadingArticles = new[] { "the", "a", "an" }.ToFrozenSet();

    // Capitalised words that may stand before or after a name without making it another name.
    private static readonly FrozenSet<string> PlainNeighbours = new[]
    {
        "the", "a", "an", "in", "at", "on", "of", "to", "from", "by", "near", "with", "for", "as", "into", "inside", "is", "was", "are",
        "were", "be", "it", "its", "this", "that", "and", "or", "but", "so", "thus", "hence", "therefore", "because", "since", "not",
        "no", "yes", "only", "then", "now", "while", "if", "when", "where", "which", "who", "although", "though", "however", "both",
        "either", "neither", "answer", "final", "wait", "actually", "probably", "maybe", "perhaps", "possibly", "town", "city", "village",
        "mr", "mrs", "ms", "miss", "dr", "sir", "lady", "professor", "captain", "rather", "than", "instead", "given", "according",
        "i", "he", "she", "they", "we", "likely", "option", "choice", "name", "named", "called", "place", "between", "after", "before",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private const string HanPrefixes = "新老东西南北";
    private const string HanSuffixes = "镇村县市省州岛寺庙";

    private readonly IReadOnlyList<(KnownValue Value, Token[] Tokens)> values;
    private readonly HashSet<string> questionWords;
    private readonly ReadingRules rules;

    public NameReader(IReadOnlyList<KnownValue> known, Passage question, ReadingRules rules)
    {
        this.rules = rules;
        questionWords = [.. question.Tokens.Select(t => t.Text)];
        // A stable sort: of equal lengths the one that takes precedence comes first.
        values = [.. known.Select(v => (v, ValueTokens(v.Text))).Where(v => v.Item2.Length > 0)
            .OrderByDescending(v => rules.LongestValue ? v.Item2.Length : -v.Item2.Length)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Mention> Read(Passage passage)
    {
        var mentions = new List<Mention>();
        var isShouted = !passage.Text.Any(char.IsLower);
        for (var i = 0; i < passage.Tokens.Count;)
        {
            var next = i + 1;
            foreach (var (value, tokens) in values)
            {
                if (MatchAt(passage, i, tokens) is not { } last)
                    continue;
                // A longer name is passed over as a whole, so that no shorter value is read out of it.
                if (!GoesOn(passage, i, last, isShouted))
                    mentions.Add(new Mention(i, last, passage.Slice(i, last), string.Join(' ', tokens.Select(t => t.Text)), value.Meaning, true));
                next = last + 1;
                break;
            }

            i = next;
        }

        return mentions;
    }

    private Token[] ValueTokens(string value)
    {
        Token[] tokens = [.. Passage.From(value, rules).Tokens.Where(t => t.Kind != TokenKind.Mark)];
        return rules.Articles && tokens.Length > 1 && tokens[0].IsAny(LeadingArticles) ? tokens[1..] : tokens;
    }

    private int? MatchAt(Passage passage, int start, Token[] value)
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

    private bool IsJoiner(Passage passage, int at) =>
        rules.NameJoiners && passage.Tokens[at].Text[0] is '-' or '.' or '·' or '・' or '•' or '"' or '\'' or '‧';

    private bool GoesOn(Passage passage, int first, int last, bool isShouted)
    {
        var isHan = passage.Is(first, TokenKind.Han) && passage.Is(last, TokenKind.Han);
        if (isHan)
            return rules.LongerChineseName && (Extends(passage, first - 1, first - 1, HanPrefixes)
                || (Extends(passage, last + 1, last, HanSuffixes) && !HanSuffixes.Contains(passage.Tokens[last].Text, StringComparison.Ordinal)));
        if (!rules.LongerName)
            return false;
        return IsHyphenated(passage, first - 1, first - 2) || IsHyphenated(passage, last + 1, last + 2)
            || (!isShouted && (IsNameWord(passage, first - 1, first - 1) || IsNameWord(passage, last + 1, last)));
    }

    private static bool Extends(Passage passage, int neighbour, int joinedFrom, string characters) =>
        passage.Is(neighbour, TokenKind.Han) && passage.IsJoined(joinedFrom)
        && characters.Contains(passage.Tokens[neighbour].Text, StringComparison.Ordinal);

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
            && !token.IsAny(PlainNeighbours) && !questionWords.Contains(token.Text);
    }
}
