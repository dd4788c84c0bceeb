using System.Buffers;
using System.Globalization;
using System.Text;
using Haystack.Languages.Yaml;

namespace Haystack.Facts;

/// <summary>What a sentence of a data file must be, so that it can be placed between others and found again.</summary>
internal static class TemplateCheck
{
    private const string Terminators = ".!?。！？";

    private static readonly SearchValues<char> TerminatorSet = SearchValues.Create(Terminators);

    // Shorter ones would stop the search at every other word of a corpus.
    private const int LeastAnchorBytes = 6;

    /// <exception cref="HaystackException">It is not one such sentence.</exception>
    public static Template Read(YamlText text, bool isFact)
    {
        Template template;
        try
        {
            template = Template.Parse(text.Value);
        }
        catch (FormatException e)
        {
            throw text.Fault(e.Message);
        }

        if (text.Value != text.Value.Trim() || text.Value.Any(char.IsControl))
            throw text.Fault("a sentence has no white space around it and no control characters in it");
        // Tokenizers differ on text that is not in normal form C; composed letters alone are.
        if (text.Value.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark))
            throw text.Fault("the sentence has a combining mark; composed letters are wanted");
        if (!Terminators.Contains(text.Value[^1], StringComparison.Ordinal) || text.Value.AsSpan(0, text.Value.Length - 1).IndexOfAny(TerminatorSet) >= 0)
            throw text.Fault("one sentence is wanted, with one full stop, question mark or the like, at its end");
        if (isFact && text.Value[^1] is not ('.' or '。'))
            throw text.Fault("a fact ends with a full stop");
        if (Encoding.UTF8.GetByteCount(template.Anchor) < LeastAnchorBytes)
            throw text.Fault("the sentence has no piece of literal text long enough to be found by");
        return template;
    }
}
