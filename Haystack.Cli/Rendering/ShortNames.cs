using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace Haystack.Cli.Rendering;

/// <summary>Names that are cut to a width of a terminal and can still be told from one another.</summary>
internal static class ShortNames
{
    /// <summary>Columns that a text takes: letters of some scripts take two.</summary>
    public static int Cells(string text) => new Segment(text).CellCount();

    /// <summary>A name, with its middle left out where it is wider than <paramref name="room"/> columns, and its number before it where another then looks the same.</summary>
    /// <param name="name">One of <paramref name="all"/>.</param>
    /// <param name="room">Columns; three or more.</param>
    /// <param name="all">All names that stand beside it, in their order.</param>
    public static string Of(string name, int room, IReadOnlyList<string> all)
    {
        var clean = TerminalText.CleanLine(name);
        var cut = Cut(clean, room);
        if (cut == clean || !all.Any(o => o != name && Cut(TerminalText.CleanLine(o), room) == cut))
            return cut;
        var number = string.Create(CultureInfo.InvariantCulture, $"{all.ToList().IndexOf(name) + 1}:");
        return number + Cut(clean, Math.Max(3, room - number.Length));
    }

    /// <summary>A text, with its middle left out where it is wider than <paramref name="room"/> columns.</summary>
    public static string Cut(string text, int room)
    {
        if (Cells(text) <= room)
            return text;
        var runes = text.EnumerateRunes().Select(r => r.ToString()).ToArray();
        var (head, tail) = (new StringBuilder(), "");
        var (start, end, left) = (0, runes.Length, room - 1);
        // In turn from both ends, as long as there is room for the next.
        while (start < end)
        {
            var isHead = Cells(head.ToString()) <= Cells(tail);
            var next = isHead ? runes[start++] : runes[--end];
            if ((left -= Cells(next)) < 0)
                break;
            if (isHead)
                head.Append(next);
            else
                tail = next + tail;
        }

        return $"{head}…{tail}";
    }
}
