using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>Sees an alternative that is no planted value: "Tavrenko or Brinmoor", 塔弗伦或别处.</summary>
internal static class Alternatives
{
    private static readonly FrozenSet<string> Little = new[] { "the", "a", "an", "in", "at", "on", "perhaps", "maybe", "possibly", "else" }.ToFrozenSet();

    /// <summary>Whether an "or" beside the value leads to another name.</summary>
    public static bool HasUnknown(Passage passage, Mention value) =>
        IsChineseOr(passage, value.Last + 1) || IsChineseOr(passage, value.First - 1)
        || LeadsOn(passage, value.Last) || LeadsHere(passage, value.First);

    private static bool LeadsOn(Passage passage, int last)
    {
        var at = passage.IsMark(last + 1, ',') ? last + 2 : last + 1;
        if (!IsWord(passage, at, "or"))
            return false;
        do
            at++;
        while (passage.IsAny(at, Little));
        return at < passage.Tokens.Count && passage.Tokens[at].IsCapital;
    }

    private static bool LeadsHere(Passage passage, int first)
    {
        var at = first - 1;
        while (passage.IsAny(at, Little))
            at--;
        if (!IsWord(passage, at, "or"))
            return false;
        at = passage.IsMark(at - 1, ',') ? at - 2 : at - 1;
        return at >= 0 && passage.Tokens[at].IsCapital;
    }

    // 或 beside a name: 或者, 或是, 或许.
    private static bool IsChineseOr(Passage passage, int at) =>
        passage.Is(at, TokenKind.Han) && (passage.Tokens[at].Text == "或" || (passage.Tokens[at].Text == "者" && passage.Is(at - 1, TokenKind.Han) && passage.Tokens[at - 1].Text == "或"));

    private static bool IsWord(Passage passage, int at, string word) => passage.Is(at, TokenKind.Word) && passage.Tokens[at].Text == word;
}
