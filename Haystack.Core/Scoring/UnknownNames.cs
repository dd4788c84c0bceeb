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

    /// <summary>A sentence of at most so many tokens likewise.</summary>
    private const int BareReply = 2;

    /// <summary>A Chinese name has no more characters.</summary>
    private const int LongestHan = 7;

    /// <summary>The name; null where the passage names none.</summary>
    public static Mention? Find(Asked asked, Passage passage, IReadOnlyList<Mention> found, bool isMarked)
    {
        // Numbers and dates are seen by their own readers; a text without any names no value of that kind.
        if (asked.Question.Kind is AnswerKind.Number or AnswerKind.Date)
            return null;
        var words = asked.Words;
        if (found.Count > 0)
            return isMarked ? Leading(passage, words, found[0].First) : null;
        if (!passage.Tokens.Any(t => t.Kind != TokenKind.Mark && !words.Contains(t.Text)))
            return null;
        // "Sources:" heads what follows, and <end_code> is no word.
        if (passage.Tokens[^1].Text is ":" or "：" || (passage.Tokens[0].Text == "<" && passage.Tokens[^1].Text == ">"))
            return null;
        // "Easy one!" between sentences is no answer.
        if (!isMarked && passage.Tokens[^1].Text is "!" or "！")
            return null;
        var name = passage.Tokens.Count(t => t.Kind != TokenKind.Mark) <= (isMarked ? ShortAnswer : BareReply)
            ? Named(passage, 0, passage.Tokens.Count - 1, passage.Text.Trim(' ', '.', '。', '"'))
            : (Capitalised(passage, words) ?? AfterCopula(passage, words)) is { } part ? Named(passage, 0, 0, part) : null;
        // What looks through the whole passage comes last: few passages have anything that could be a name.
        return name is null || Wording.All.Closing.IsIn(passage) || Wording.All.Plan.IsIn(passage) || Wording.All.Retract.IsIn(passage) || SaysNoValue(passage) ? null : name;
    }

    /// <summary>Looked at last: it tries every place.</summary>
    private static bool SaysNoValue(Passage passage) => Enumerable.Range(0, passage.Tokens.Count)
        .Any(i => Wording.All.NoValue.IsIn(passage, i, i + 1) || Wording.All.NoValue.IsIn(passage, i, Math.Min(passage.Tokens.Count, i + 2)));

    private static Mention Named(Passage passage, int first, int last, string name) =>
        new(first, Math.Max(first, Math.Min(last, passage.Tokens.Count - 1)), name, name.ToLowerInvariant(), Outcome.Invented, null);

    /// <summary>"Lisbon, the home of Oskell Vane": one to three words in capitals up front, before any value that is known.</summary>
    private static Mention? Leading(Passage passage, IReadOnlySet<string> asked, int before)
    {
        var last = -1;
        while (last + 1 < before && passage.Tokens[last + 1] is { Kind: TokenKind.Word, IsCapital: true } word && !asked.Contains(word.Text) && last < 2)
            last++;
        var isHead = last >= 0 && last + 1 < before && passage.Tokens[last + 1].Text is "," or ";" or "(" or "—" or "–" or "." && !Wording.All.Title.IsIn(passage, 0, 1)
            && !Wording.All.Lead.IsIn(passage, 0, last + 1) && !Wording.All.Closing.IsIn(passage, 0, last + 1) && !Wording.All.Correct.IsIn(passage, 0, last + 1);
        return isHead ? Named(passage, 0, last, passage.Slice(0, last)) : null;
    }

    private static string? Capitalised(Passage passage, IReadOnlySet<string> asked)
    {
        for (var i = passage.Tokens.Count - 1; i > 0; i--)
        {
            var token = passage.Tokens[i];
            var isInside = token.Kind == TokenKind.Word && token.IsCapital && token.Text.Length > 1 && passage.Tokens[i - 1].Text is not ("." or "!" or "?" or ":" or "\"" or "-" or "*");
            if (isInside && !asked.Contains(token.Text) && !Wording.All.Common.IsIn(passage, i, i + 1))
                return passage.Slice(i, i);
        }

        return null;
    }

    private static string? AfterCopula(Passage passage, IReadOnlySet<string> asked)
    {
        for (var i = passage.Tokens.Count - 2; i >= 0; i--)
        {
            if (!(passage.IsAny(i, Wording.All.LeadIns) || passage.IsMark(i, ':')) || !passage.Is(i + 1, TokenKind.Han) || asked.Contains(passage.Tokens[i + 1].Text))
                continue;
            var last = i + 1;
            while (passage.Is(last + 1, TokenKind.Han))
                last++;
            return last - i is >= 2 and <= LongestHan && !Wording.All.Common.IsIn(passage, i + 1, last + 1) ? passage.Slice(i + 1, last) : null;
        }

        return null;
    }
}
