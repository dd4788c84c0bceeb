namespace Haystack.Scoring;

/// <summary>Finds <c>Answer: …</c> and <c>答案：…</c>: at the start of a line, heading, list entry, table row or sentence, with the answer behind or below.</summary>
internal static class LabelMarks
{
    private static readonly System.Buffers.SearchValues<char> Rules = System.Buffers.SearchValues.Create("-=*_$\\[]<>|: ");

    /// <summary>The labelled answers in order.</summary>
    /// <param name="text">The reply, or its end.</param>
    /// <param name="kind">Which labels.</param>
    public static IEnumerable<Mark> In(string text, LineKind kind)
    {
        Line[] lines = [.. Line.Of(text)];
        var column = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            if (kind == LineKind.Label && IsTableRow(text, lines[i]))
            {
                column = column >= 0 ? column : ColumnOf(text, lines[i]);
                if (Cell(text, lines[i], column) is { } cell)
                {
                    yield return cell;
                    continue;
                }
            }
            else
            {
                column = -1;
            }

            if (lines[i].Kind == kind)
            {
                yield return lines[i].Body < lines[i].End
                    ? Make(text, lines[i].Start, lines[i].Body, lines[i].End, lines[i].IsPlain)
                    : Below(text, lines, i);
                continue;
            }

            foreach (var inside in Inside(text, lines[i], kind))
                yield return inside;
        }
    }

    /// <summary>A label after the end of a sentence: "… Answer: X".</summary>
    private static IEnumerable<Mark> Inside(string text, Line line, LineKind kind)
    {
        for (var i = line.Start; kind == LineKind.Label && i < line.End - 2; i++)
        {
            if (!Terminators.IsEnd(text.AsSpan(0, line.End), i) && !(text[i] is '”' or '"' or '…' && text[i + 1] == ' '))
                continue;
            var inner = Line.At(text, i + 1, line.End);
            if (inner.Kind == kind && inner.Body < inner.End)
                yield return Make(text, i + 1, inner.Body, inner.End, false);
        }
    }

    private static Mark Below(string text, Line[] lines, int label)
    {
        for (var i = label + 1; i < lines.Length; i++)
        {
            var line = lines[i];
            var body = text.AsSpan(line.Start, line.End - line.Start).Trim();
            // Fences, rules and formula brackets between the label and the answer hold nothing.
            if (line.Kind == LineKind.Blank || body.StartsWith("```", StringComparison.Ordinal) || body.IndexOfAnyExcept(Rules) < 0)
                continue;
            if (line.Kind is LineKind.Section or LineKind.Turn or LineKind.Label)
                break;
            return Make(text, lines[label].Start, Line.AfterListMark(text, Line.Skip(text, line.Start, line.End), line.End), line.End, false);
        }

        return new Mark("an empty answer label", lines[label].Start, "", lines[label].End, false, false);
    }

    private static Mark Make(string text, int start, int body, int end, bool isPlain)
    {
        end = Math.Min(end, body + MarkFinder.LongestBody);
        var said = text[body..end];
        return new Mark("the answer's label", start, said, end, end < text.Length || Terminators.EndsWhole(said), isPlain);
    }

    private static bool IsTableRow(string text, Line line) =>
        text.AsSpan(line.Start, line.End - line.Start).Trim() is ['|', .., '|'];

    private static int ColumnOf(string text, Line line)
    {
        var cells = Cells(text, line);
        return Array.FindIndex(cells, c => Wording.All.Label.IsIn(Passage.From(c))) is var at and > 0 ? at : -1;
    }

    private static Mark? Cell(string text, Line line, int column)
    {
        var cells = Cells(text, line);
        var wanted = column < 0 && cells.Length > 1 && Wording.All.Label.IsIn(Passage.From(cells[0])) ? 1 : column;
        return wanted < 0 || wanted >= cells.Length || cells[wanted].AsSpan().IndexOfAnyExcept(Rules) < 0 || Wording.All.Label.IsIn(Passage.From(cells[wanted]))
            ? null
            : new Mark("the answer's cell", line.Start, cells[wanted], line.End, true, false);
    }

    private static string[] Cells(string text, Line line) => text[line.Start..line.End].Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
}
