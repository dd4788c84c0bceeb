using System.Buffers;

namespace Haystack.Tokenization;

/// <summary>How text is cut into pieces before merging.</summary>
internal sealed record PreTokenizerRules
{
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".,!?;:\"')]}’”。，、！？；：");

    /// <summary>Regular expressions, applied one after another, each to every piece that the ones before left.</summary>
    public required IReadOnlyList<string> Expressions { get; init; }

    /// <summary>Whether a piece that is itself in the vocabulary is one token, merges not consulted.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Where these expressions always cut.</summary>
    public CutRules Cuts { get; init; }

    /// <summary>Whether these neighbours always fall into two pieces, whatever stands around them.</summary>
    public bool AlwaysCuts(char before, char after) => after switch
    {
        ' ' => !char.IsWhiteSpace(before) && Cuts.HasFlag(BlankRule(before)),
        '，' or '。' or '、' => IsHan(before) && Cuts.HasFlag(CutRules.Clause),
        _ => false,
    };

    private static CutRules BlankRule(char before) =>
        char.IsAsciiLetter(before) || IsHan(before) ? CutRules.BlankAfterLetter
        : SentenceEnds.Contains(before) ? CutRules.BlankAfterPunctuation
        : CutRules.BlankAfterOther;

    private static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FA5';
}
