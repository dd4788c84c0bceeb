namespace Haystack.Corpora.Cutting;

/// <summary>Reads plain text into blocks: paragraphs (hard-wrapped or a line each), verse and code line by line.</summary>
internal static class PlainBlocks
{
    /// <summary>A line longer than this is a paragraph of its own: nobody wraps so late.</summary>
    private const int LongLine = 160;

    private const string SentenceEnds = ".!?:;。！？…：；”’\"」』）)】";

    public static IEnumerable<TextBlock> Read(IReadOnlyList<string> lines)
    {
        var start = 0;
        while (start < lines.Count)
        {
            if (string.IsNullOrWhiteSpace(lines[start]))
            {
                start++;
                continue;
            }

            var end = start;
            while (end < lines.Count && !string.IsNullOrWhiteSpace(lines[end]))
                end++;
            var group = lines.Skip(start).Take(end - start).ToArray();
            foreach (var block in IsPreformatted(group) || IsUnended(group) ? Verbatim(group) : Paragraphs(group))
                yield return block;
            start = end;
        }
    }

    /// <summary>The lines of code or verse, each a block of its own with its indentation in the lead.</summary>
    public static IEnumerable<TextBlock> Verbatim(IEnumerable<string> lines)
    {
        var lead = CorpusBuilder.Paragraph;
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                lead = CorpusBuilder.Paragraph;
                continue;
            }

            yield return new TextBlock(lead + LineText.Indentation(line), line.Trim(), Verbatim: true);
            lead = CorpusBuilder.Line;
        }
    }

    private static bool IsPreformatted(string[] group)
    {
        if (group.Length < 2)
            return false;
        if (group.Skip(1).All(line => LineText.IndentationWidth(line) >= 2) && LineText.IndentationWidth(group[0]) >= 2)
            return true;
        var code = group.Count(line => line.TrimEnd() is [.., '{' or '}' or ';']);
        return code * 2 >= group.Length;
    }

    /// <summary>Many lines of which next to none has an end of a sentence in it: joined they would be one sentence, so each stays a line.</summary>
    private static bool IsUnended(string[] group)
    {
        var length = group.Sum(line => line.Length);
        return group.Length > 2 && length > LongStretch.Longest
            && group.Sum(line => line.Count(SentenceSplitter.IsTerminator)) * (long)LongStretch.Longest < length;
    }

    private static IEnumerable<TextBlock> Paragraphs(string[] group)
    {
        var paragraph = new List<string>();
        foreach (var line in group)
        {
            if (paragraph.Count > 0 && OpensParagraph(paragraph[^1], line))
            {
                yield return Block(paragraph);
                paragraph.Clear();
            }

            paragraph.Add(line);
        }

        yield return Block(paragraph);
    }

    /// <summary>An indented line after one that is not, a line after a very long one, or a new Chinese paragraph.</summary>
    private static bool OpensParagraph(string previous, string line)
    {
        if (LineText.IndentationWidth(line) >= 2)
            return true;
        var end = previous.TrimEnd();
        return end.Length > LongLine || LineText.IsCjk(line.TrimStart()[0]) && SentenceEnds.Contains(end[^1], StringComparison.Ordinal);
    }

    private static TextBlock Block(List<string> lines) =>
        new(CorpusBuilder.Paragraph, LineText.Join(lines), Verbatim: false);
}
