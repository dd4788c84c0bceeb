using System.Collections.Frozen;
using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>
/// Tells a name that stands nowhere in the document from a text that names nothing. Either is wrong; they are told
/// apart because inventing is another failing than not answering.
/// </summary>
internal static class UnknownNames
{
    /// <summary>A marked answer of at most so many tokens is taken as a value whatever it says.</summary>
    private const int ShortAnswer = 12;

    /// <summary>A whole reply of at most so many tokens likewise.</summary>
    private const int BareReply = 6;

    private static readonly FrozenSet<string> NoValues = new[]
    {
        "both", "neither", "either", "all", "see", "above", "below", "your", "answer", "here", "value", "name", "same", "yes", "no", "sure", "ok", "okay",
        "value", "placeholder", "insert", "two", "several",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> HanNoValues = new[] { "两者", "都", "见上", "如上", "你的", "此处", "上述", "好的" }.ToFrozenSet();
    private static readonly FrozenSet<string> HanCopulas = new[] { "是", "在", "为", "叫", "于", "：", ":" }.ToFrozenSet();

    /// <summary>The name; null where the passage names none.</summary>
    public static string? Find(Question question, Passage passage, bool isMarked, ReadingRules rules)
    {
        // Numbers and dates are seen by their own readers; a text without any names no value of that kind.
        if (question.Kind is AnswerKind.Number or AnswerKind.Date)
            return null;
        var asked = Passage.From(question.Text, ReadingRules.All).Tokens.Select(t => t.Text).ToHashSet();
        var own = passage.Tokens.Where(t => t.Kind != TokenKind.Mark && !asked.Contains(t.Text)).ToList();
        if (own.Count == 0 || own.Any(t => t.IsAny(NoValues)) || HanNoValues.Any(w => passage.Joined.Text.Contains(w, StringComparison.Ordinal)))
            return null;
        var words = passage.Tokens.Count(t => t.Kind != TokenKind.Mark);
        if (words <= (isMarked ? ShortAnswer : BareReply))
            return passage.Text.Trim(' ', '.', '。', '"');
        return Capitalised(passage, asked) ?? AfterCopula(passage, asked);
    }

    private static string? Capitalised(Passage passage, HashSet<string> asked)
    {
        for (var i = passage.Tokens.Count - 1; i > 0; i--)
        {
            var token = passage.Tokens[i];
            var isInside = token.Kind == TokenKind.Word && token.IsCapital && token.Text.Length > 1 && passage.Tokens[i - 1].Text is not ("." or "!" or "?" or ":" or "\"");
            if (isInside && !asked.Contains(token.Text))
                return passage.Slice(i, i);
        }

        return null;
    }

    private static string? AfterCopula(Passage passage, HashSet<string> asked)
    {
        for (var i = passage.Tokens.Count - 2; i >= 0; i--)
        {
            if (!passage.IsAny(i, HanCopulas) || !passage.Is(i + 1, TokenKind.Han) || asked.Contains(passage.Tokens[i + 1].Text))
                continue;
            var last = i + 1;
            while (passage.Is(last + 1, TokenKind.Han))
                last++;
            return last - i is >= 2 and <= 12 ? passage.Slice(i + 1, last) : null;
        }

        return null;
    }
}
