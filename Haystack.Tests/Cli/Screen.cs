using System.Globalization;
using System.Text;

namespace Haystack.Tests.Cli;

/// <summary>
/// What a terminal of a given size shows of what a program wrote to it: the control sequences of lines, columns and erasing,
/// with the lines that have scrolled away.
/// </summary>
internal sealed class Screen(int columns, int rows)
{
    private readonly List<char[]> _lines = [Blank(columns)];
    private int _row, _column;

    /// <summary>How many characters came when a line was full, and went to the next.</summary>
    public int Wrapped { get; private set; }

    /// <summary>Every line, those that scrolled away first.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Select(l => new string(l).TrimEnd())];

    /// <summary>The lines in sight: the last ones, as many as the terminal has.</summary>
    public IReadOnlyList<string> Visible => [.. Lines.TakeLast(rows)];

    /// <summary>Takes note of what was written.</summary>
    public void Write(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\r':
                    _column = 0;
                    break;
                case '\n':
                    Down();
                    break;
                case '\b':
                    _column = Math.Max(0, _column - 1);
                    break;
                case '\u001b':
                    i = Escape(text, i + 1);
                    break;
                case < ' ':
                    break;
                default:
                    Put(text[i]);
                    break;
            }
        }
    }

    private static char[] Blank(int columns) => [.. Enumerable.Repeat(' ', columns)];

    private void Put(char c)
    {
        if (_column >= columns)
        {
            Wrapped++;
            _column = 0;
            Down();
        }

        _lines[_row][_column++] = c;
    }

    private void Down()
    {
        if (++_row == _lines.Count)
            _lines.Add(Blank(columns));
    }

    /// <returns>The place of the sequence's last character.</returns>
    private int Escape(string text, int at)
    {
        if (at >= text.Length || text[at] != '[')
            return at;
        var digits = new StringBuilder();
        for (at++; at < text.Length && text[at] is < '@' or > '~'; at++)
            digits.Append(text[at]);
        var count = int.TryParse(digits.ToString().Split(';')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        // The cursor moves on the screen alone: what has scrolled away is out of reach.
        var top = Math.Max(0, _lines.Count - rows);
        switch (at < text.Length ? text[at] : ' ')
        {
            case 'A':
                _row = Math.Max(top, _row - Math.Max(1, count));
                break;
            case 'B':
                _row = Math.Min(_lines.Count - 1, _row + Math.Max(1, count));
                break;
            case 'C':
                _column = Math.Min(columns - 1, _column + Math.Max(1, count));
                break;
            case 'D':
                _column = Math.Max(0, _column - Math.Max(1, count));
                break;
            case 'G':
                _column = Math.Clamp(count - 1, 0, columns - 1);
                break;
            case 'K':
                Array.Fill(_lines[_row], ' ', count == 0 ? Math.Min(_column, columns) : 0, count == 1 ? Math.Min(_column, columns) : count == 0 ? columns - Math.Min(_column, columns) : columns);
                break;
            case 'J':
                for (var row = count == 2 ? top : _row; row < _lines.Count; row++)
                    Array.Fill(_lines[row], ' ', row == _row && count == 0 ? Math.Min(_column, columns) : 0, row == _row && count == 0 ? columns - Math.Min(_column, columns) : columns);
                break;
        }

        return at;
    }
}
