using System.Text.RegularExpressions;

namespace Haystack.Corpora.Cutting;

/// <summary>Reads Markdown into blocks of plain text: what a reader sees, without the markup.</summary>
internal static partial class MarkdownBlocks
{
    public static IEnumerable<TextBlock> Read(IReadOnlyList<string> lines)
    {
        var reader = new Reader(lines);
        return reader.Blocks();
    }

    [GeneratedRegex(@"^\s{0,3}(`{3,}|~{3,})")]
    private static partial Regex Fence { get; }

    [GeneratedRegex(@"^\s{0,3}#{1,6}(\s+|$)")]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"^\s{0,3}(=+|-{2,})\s*$")]
    private static partial Regex Underline { get; }

    [GeneratedRegex(@"^\s{0,3}([-*_])(\s*\1){2,}\s*$")]
    private static partial Regex Rule { get; }

    [GeneratedRegex(@"^\s*(?<mark>[-*+]|\d{1,9}[.)])\s+(\[[ xX]\]\s+)?")]
    private static partial Regex Item { get; }

    [GeneratedRegex(@"^\s{0,3}\[[^\]]+\]:\s+\S+")]
    private static partial Regex Definition { get; }

    /// <summary>Walks over the lines of one document.</summary>
    private sealed class Reader(IReadOnlyList<string> lines)
    {
        private int _at;

        public IEnumerable<TextBlock> Blocks()
        {
            SkipFrontMatter();
            var inList = false;
            while (_at < lines.Count)
            {
                var line = Unquote(lines[_at]);
                if (string.IsNullOrWhiteSpace(line))
                {
                    inList = false;
                    _at++;
                    continue;
                }

                var begun = _at;
                foreach (var block in Next(line, inList))
                    yield return block;
                if (_at == begun)
                    throw new InvalidOperationException("a line of Markdown was taken for a block and not read");
                inList = Item.IsMatch(line) && !Rule.IsMatch(line);
            }
        }

        private IEnumerable<TextBlock> Next(string line, bool inList)
        {
            if (Fence.Match(line) is { Success: true } fence)
                return PlainBlocks.Verbatim(Fenced(fence.Groups[1].Value));
            if (Rule.IsMatch(line) || Definition.IsMatch(line))
                return Skip();
            if (Heading.IsMatch(line))
                return One(CorpusBuilder.Paragraph, Heading.Replace(line, "").TrimEnd().TrimEnd('#'));
            if (Item.IsMatch(line))
                return ListItem(line, inList);
            if (IsTable())
                return Table();
            return !inList && LineText.IndentationWidth(line) >= 4 ? PlainBlocks.Verbatim(Indented()) : Paragraph();
        }

        /// <summary>YAML between two lines of dashes at the very start.</summary>
        private void SkipFrontMatter()
        {
            if (lines.Count == 0 || lines[0].TrimEnd() != "---")
                return;
            for (var i = 1; i < Math.Min(lines.Count, 100); i++)
            {
                if (lines[i].TrimEnd() is "---" or "...")
                {
                    _at = i + 1;
                    return;
                }
            }
        }

        private IEnumerable<TextBlock> Skip()
        {
            _at++;
            return [];
        }

        private IEnumerable<TextBlock> One(string lead, string text)
        {
            _at++;
            return Block(lead, [text]);
        }

        private List<string> Fenced(string fence)
        {
            var code = new List<string>();
            var isQuoted = IsQuoted(lines[_at]);
            for (_at++; _at < lines.Count; _at++)
            {
                // A fence within a quotation ends with it.
                if (isQuoted && !IsQuoted(lines[_at]))
                    break;
                var line = isQuoted ? Unquote(lines[_at]) : lines[_at];
                if (line.TrimStart().StartsWith(fence, StringComparison.Ordinal) && line.Trim().Trim(fence[0]).Length == 0)
                {
                    _at++;
                    break;
                }

                code.Add(line);
            }

            return code;
        }

        private List<string> Indented()
        {
            var code = new List<string>();
            while (_at < lines.Count && Unquote(lines[_at]) is var line && (string.IsNullOrWhiteSpace(line) || LineText.IndentationWidth(line) >= 4))
            {
                code.Add(line);
                _at++;
            }

            return code;
        }

        private IEnumerable<TextBlock> ListItem(string line, bool inList)
        {
            var match = Item.Match(line);
            var mark = match.Groups["mark"].Value;
            var item = new List<string> { line[match.Length..] };
            for (_at++; _at < lines.Count; _at++)
            {
                var next = Unquote(lines[_at]);
                if (string.IsNullOrWhiteSpace(next) || OpensBlock(next))
                    break;
                item.Add(next);
            }

            var lead = inList ? CorpusBuilder.Line : CorpusBuilder.Paragraph;
            return Block(lead + LineText.Indentation(line), item, char.IsDigit(mark[0]) ? mark + " " : "- ");
        }

        private IEnumerable<TextBlock> Paragraph()
        {
            var paragraph = new List<string>();
            for (; _at < lines.Count; _at++)
            {
                var line = Unquote(lines[_at]);
                if (paragraph.Count > 0 && Underline.IsMatch(line))
                {
                    _at++;
                    break;
                }

                if (string.IsNullOrWhiteSpace(line) || paragraph.Count > 0 && OpensBlock(line))
                    break;
                paragraph.Add(line);
            }

            return Block(CorpusBuilder.Paragraph, paragraph);
        }

        private bool IsTable() =>
            _at + 1 < lines.Count && lines[_at].Contains('|', StringComparison.Ordinal)
            && lines[_at + 1].Contains('-', StringComparison.Ordinal)
            && lines[_at + 1].Contains('|', StringComparison.Ordinal) && IsTableRule(lines[_at + 1]);

        private List<TextBlock> Table()
        {
            var lead = CorpusBuilder.Paragraph;
            var blocks = new List<TextBlock>();
            for (; _at < lines.Count && lines[_at].Contains('|', StringComparison.Ordinal); _at++)
            {
                if (IsTableRule(lines[_at]))
                    continue;
                var cells = lines[_at].Trim().Trim('|').Split('|').Select(MarkdownInline.ToText).Where(cell => cell.Length > 0);
                if (string.Join(" | ", cells) is not { Length: > 0 } row)
                    continue;
                blocks.Add(new TextBlock(lead, row, Verbatim: true));
                lead = CorpusBuilder.Line;
            }

            return blocks;
        }

        // Cells of dashes between bars, each with a colon at either end or none.
        private static bool IsTableRule(string line)
        {
            var cells = line.AsSpan().Trim();
            cells = cells is ['|', .. var afterBar] ? afterBar : cells;
            cells = cells is [.. var beforeBar, '|'] ? beforeBar : cells;
            foreach (var range in cells.Split('|'))
            {
                var cell = cells[range].Trim();
                cell = cell is [':', .. var afterColon] ? afterColon : cell;
                cell = cell is [.. var beforeColon, ':'] ? beforeColon : cell;
                if (cell.IsEmpty || cell.ContainsAnyExcept('-'))
                    return false;
            }

            return true;
        }

        private static bool OpensBlock(string line) =>
            Fence.IsMatch(line) || Heading.IsMatch(line) || Rule.IsMatch(line) || Item.IsMatch(line);

        private static IEnumerable<TextBlock> Block(string lead, IEnumerable<string> content, string mark = "")
        {
            var text = MarkdownInline.ToText(LineText.Join(content));
            return text.Length == 0 ? [] : [new TextBlock(lead, mark + text, Verbatim: false)];
        }

        private static bool IsQuoted(string line) => line.AsSpan().TrimStart() is ['>', ..];

        private static string Unquote(string line)
        {
            var text = line.AsSpan();
            while (text.TrimStart() is ['>', .. var quoted])
                text = quoted is [' ', .. var spaced] ? spaced : quoted;
            return text.Length == line.Length ? line : text.ToString();
        }
    }
}
