using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>Finds control text of a chat template that nobody knows yet: what opens thinking next year looks like what opens it today.</summary>
internal static partial class ControlMarks
{
    // Models write these to whoever reads them.
    private static readonly HashSet<string> Html = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "i", "u", "s", "p", "br", "hr", "em", "strong", "sub", "sup", "code", "pre", "kbd", "span", "div", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th",
        "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "details", "summary", "mark", "small", "center", "font", "img", "answer", "final", "final_answer", "response", "result", "output",
    };

    /// <summary>Whether a mark in <paramref name="text"/> opens something that no later mark is known to close.</summary>
    public static bool IsOpen(string text)
    {
        string? open = null;
        foreach (Match mark in Mark().Matches(text))
        {
            var name = NameOf(mark.Value);
            if (mark.Value[0] == '<' && Html.Contains(name.Split("class")[0]) && !mark.Value.Contains('|', StringComparison.Ordinal) && !Thinking().IsMatch(mark.Value))
                continue;
            if (open is not null && Closes(mark.Value, name, open))
                open = null;
            else if (!IsClosing(mark.Value))
                open = name;
        }

        return open is not null || IsFoldOpen(text) || Headline().IsMatch(text) || IsHeadingOpen(text);
    }

    // <details><summary>Thinking</summary> … </details>
    private static bool IsFoldOpen(string text) => Fold().Match(text) is { Success: true } fold && !text[fold.Index..].Contains("</details", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"<details\b[^>]{0,80}>\s*<summary\b[^>]{0,80}>[^<]{0,60}?(?:think|thought|reason|analy[sz]|思考|推理)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Fold();

    [GeneratedRegex(@"think|thought|reason|analysis|scratch|monologue", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Thinking();

    // A first line that names thinking between marks of any kind, and nothing else, opens it until a line begins with such marks again.
    private static bool IsHeadingOpen(string text) =>
        Heading().Match(text) is { Success: true } heading
        && !text[(heading.Index + heading.Length)..].Split('\n').Any(l => l.AsSpan().TrimStart().StartsWith(heading.Groups[1].Value, StringComparison.Ordinal));

    // </x> and <|/x|> and <x|> close <x>, <|x|> and <|x>; end_of_x and x_end close begin_of_x and x_start.
    private static bool Closes(string mark, string name, string open) => IsClosing(mark) && Core(name) is var core && (core.Length == 0 || core == Core(open));

    private static bool IsClosing(string mark) =>
        mark.Contains('/', StringComparison.Ordinal) || (mark.EndsWith("|>", StringComparison.Ordinal) && !mark.StartsWith("<|", StringComparison.Ordinal)) || Ending().IsMatch(mark);

    private static string Core(string name) => Affixes().Replace(name, "").Trim('_', '-');

    private static string NameOf(string mark) => string.Concat((mark.Contains('=', StringComparison.Ordinal) ? mark.Split(' ')[0] : mark).Where(c => char.IsLetterOrDigit(c) || c is '_' or '-')).ToLowerInvariant();

    // <|x|>, <|x>, <x|>, <x>, </x>, <unused94>, <｜x｜>, [THINK], [|x|], ◁x▷, 【x】-like marks in capitals; a name is short.
    [GeneratedRegex(@"</?[|｜]?/?[\p{L}_][\p{L}\p{N}_:▁ .=""'-]{0,64}[|｜]?>|\[[|/]?[A-Z][A-Z_ ]{2,30}[|]?\]|\[(?:unused|reserved|extra_id)[a-z_]*\d+\]|\[\|[^\]|\n]{1,40}\|\]|◁[^▷\n]{1,40}▷|⟨[^⟩\n]{1,40}⟩|⟪[^⟫\n]{1,40}⟫|<<[^<>\n]{1,40}>>|\{\{[a-z_]{3,30}\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"(^|[^a-z])(end|close|stop|eo)([^a-z]|$)|_end\b|\bend_", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ending();

    [GeneratedRegex(@"(^|_|-)(begin|start|open|end|close|stop|of)(?=_|-|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Affixes();

    [GeneratedRegex(
        @"\A\s*([^\p{L}\p{N}\s]{1,8})[ \t]*(?:(?:my|the|inner|internal|private|step by step|chain of|深度)[ _-]?)*(?:think\w*|thought\w*|reason\w*|reflect\w*|analy[sz]\w*|scratch\w*|deliberat\w*|ponder\w*|monologue|musings?|cot|思考\w*|推理\w*|分析\w*|反思\w*|思维链)[^\p{L}\p{N}\n]{0,12}\r?\n",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    // What is left of a mark where the server drops special tokens: its name alone at the very beginning.
    [GeneratedRegex(@"\A\s*(thought|thinking|think|analysis|reasoning|commentary|thoughts)[ \t]*[:：]?[ \t]*\r?\n", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Headline();
}
