using System.Net;
using System.Text.RegularExpressions;

namespace Haystack.Corpora.Cutting;

/// <summary>Takes the markup out of a run of Markdown: emphasis, links, pictures, code marks, HTML.</summary>
internal static partial class MarkdownInline
{
    // Markup inside code is text: code spans are set aside under a private-use mark while the rest is read.
    private const char Mark = '\uE000';

    /// <summary>What a reader sees of <paramref name="markdown"/>, white space collapsed.</summary>
    public static string ToText(string markdown)
    {
        var spans = new List<string>();
        string SetAside(string text)
        {
            spans.Add(text);
            return $"{Mark}{spans.Count - 1}{Mark}";
        }

        var text = Escape.Replace(Code.Replace(markdown, m => SetAside(m.Groups[2].Value.Trim())), m => SetAside(m.Groups[1].Value));
        text = Comment.Replace(text, "");
        text = Picture.Replace(text, "$1");
        text = Link.Replace(text, "$1");
        text = ReferenceLink.Replace(text, "$1");
        text = AutoLink.Replace(text, "$1");
        text = Tag.Replace(text, " ");
        text = Strong.Replace(text, "$2");
        text = Emphasis.Replace(text, "$2");
        text = Underscored.Replace(text, "$2");
        text = Strike.Replace(text, "$1");
        text = WebUtility.HtmlDecode(text);
        text = Aside.Replace(text, m => spans[int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)]);
        return LineText.Collapse(text);
    }

    [GeneratedRegex(@"(`+)(?!`)(.+?)(?<!`)\1(?!`)")]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+\-.!|~<>])")]
    private static partial Regex Escape { get; }

    [GeneratedRegex(@"<!--.*?-->")]
    private static partial Regex Comment { get; }

    [GeneratedRegex(@"!\[([^\]]*)\](\([^)\s]*(\s+""[^""]*"")?\)|\[[^\]]*\])")]
    private static partial Regex Picture { get; }

    [GeneratedRegex(@"\[([^\[\]]*)\]\([^)\s]*(\s+""[^""]*"")?\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"\[([^\[\]]+)\]\[[^\]]*\]")]
    private static partial Regex ReferenceLink { get; }

    [GeneratedRegex(@"<((https?|mailto):[^>\s]+)>")]
    private static partial Regex AutoLink { get; }

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>")]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")]
    private static partial Regex Strong { get; }

    [GeneratedRegex(@"(\*)(?=\S)([^*]+?)(?<=\S)\1")]
    private static partial Regex Emphasis { get; }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])(_)(?=\S)([^_]+?)(?<=\S)_(?![\p{L}\p{N}])")]
    private static partial Regex Underscored { get; }

    [GeneratedRegex(@"~~(.+?)~~")]
    private static partial Regex Strike { get; }

    [GeneratedRegex("\uE000([0-9]+)\uE000")]
    private static partial Regex Aside { get; }
}
