using System.Net;
using System.Text.RegularExpressions;

namespace Haystack.Corpora.Cutting;

/// <summary>
/// Takes the markup out of a run of Markdown: emphasis, links, pictures, code marks, HTML. In time that grows with the run's
/// length alone: what opens and never closes is looked for once, and no expression looks further than a link is long.
/// </summary>
internal static partial class MarkdownInline
{
    /// <summary>What a reader sees of <paramref name="markdown"/>, white space collapsed.</summary>
    public static string ToText(string markdown)
    {
        // Markup inside code is text: code spans are set aside while the rest is read.
        var aside = new SetAside(markdown);
        var text = MarkdownPairs.CodeSpans(markdown, aside.Put);
        text = Escape.Replace(text, m => aside.Put(m.Groups[1].Value));
        text = MarkdownPairs.WithoutComments(text);
        text = Picture.Replace(text, "$1");
        text = Link.Replace(text, "$1");
        text = ReferenceLink.Replace(text, "$1");
        text = AutoLink.Replace(text, "$1");
        text = Tag.Replace(text, " ");
        text = MarkdownPairs.Strong(text);
        text = Emphasis.Replace(text, "$2");
        text = Underscored.Replace(text, "$2");
        text = Strike.Replace(text, "$1");
        return LineText.Collapse(aside.Restored(WebUtility.HtmlDecode(text)));
    }

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+\-.!|~<>])")]
    private static partial Regex Escape { get; }

    [GeneratedRegex(@"!\[([^\]]{0,1000})\](\([^)\s]{0,2000}(\s{1,20}""[^""]{0,1000}"")?\)|\[[^\]]{0,1000}\])")]
    private static partial Regex Picture { get; }

    [GeneratedRegex(@"\[([^\[\]]*)\]\([^)\s]{0,2000}(\s{1,20}""[^""]{0,1000}"")?\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"\[([^\[\]]+)\]\[[^\]]{0,1000}\]")]
    private static partial Regex ReferenceLink { get; }

    [GeneratedRegex(@"<((https?|mailto):[^>\s]{1,2000})>")]
    private static partial Regex AutoLink { get; }

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>")]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"(\*)(?=\S)([^*]+?)(?<=\S)\1")]
    private static partial Regex Emphasis { get; }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])(_)(?=\S)([^_]+?)(?<=\S)_(?![\p{L}\p{N}])")]
    private static partial Regex Underscored { get; }

    [GeneratedRegex(@"~~(.+?)~~")]
    private static partial Regex Strike { get; }
}
