using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Facts;

/// <summary>A sentence with named gaps, such as <c>"{pupil} learned the trade from {teacher}."</c>.</summary>
internal sealed class Template
{
    // Literals stand around the slots: _literals[0] {_slots[0]} _literals[1] … _literals[n].
    private readonly List<string> _literals;
    private readonly List<string> _slots;
    private readonly int _anchor;

    private Template(string source, List<string> literals, List<string> slots)
    {
        (Source, _literals, _slots) = (source, literals, slots);
        Anchor = literals.MaxBy(l => l.Length)!;
        _anchor = literals.IndexOf(Anchor);
    }

    /// <summary>The text as written in the data file.</summary>
    public string Source { get; }

    /// <summary>The names of the gaps in order; each occurs once.</summary>
    public IReadOnlyList<string> Slots => _slots;

    /// <summary>The literal texts around the gaps: one more than there are gaps.</summary>
    public IReadOnlyList<string> Literals => _literals;

    /// <summary>The longest piece of literal text: what a fast search looks for before the whole is matched.</summary>
    public string Anchor { get; }

    /// <summary>Reads the notation.</summary>
    /// <exception cref="FormatException">A brace is not closed, a name is empty, or a gap occurs twice.</exception>
    public static Template Parse(string text)
    {
        List<string> literals = [], slots = [];
        var at = 0;
        while (true)
        {
            var open = text.IndexOfAny(['{', '}'], at);
            if (open < 0)
                break;
            var close = text.IndexOf('}', open);
            if (text[open] == '}' || close < 0)
                throw new FormatException("a brace has no partner");
            var slot = text[(open + 1)..close];
            if (slot.Length == 0 || !slot.All(char.IsAsciiLetterOrDigit))
                throw new FormatException($"'{{{slot}}}' is not a placeholder");
            if (slots.Contains(slot))
                throw new FormatException($"placeholder '{{{slot}}}' occurs twice");
            literals.Add(text[at..open]);
            slots.Add(slot);
            at = close + 1;
        }

        literals.Add(text[at..]);
        return new Template(text, literals, slots);
    }

    /// <summary>The sentence with its gaps filled.</summary>
    public string Fill(IReadOnlyDictionary<string, string> values)
    {
        var result = new StringBuilder(_literals[0]);
        for (var i = 0; i < _slots.Count; i++)
            result.Append(values[_slots[i]]).Append(_literals[i + 1]);
        return result.ToString();
    }

    /// <summary>
    /// Whether the other pieces of literal text stand around an <see cref="Anchor"/> at <paramref name="at"/>, in order
    /// and no farther apart than values are long: a cheap look before the full expression.
    /// </summary>
    /// <param name="text">The text, cut to where a match may lie.</param>
    /// <param name="at">Where the anchor stands in it.</param>
    /// <param name="longestValue">How many characters a value has at most.</param>
    public bool MayMatch(ReadOnlySpan<char> text, int at, int longestValue)
    {
        var end = at + Anchor.Length;
        foreach (var literal in _literals.Skip(_anchor + 1))
        {
            var reach = text[end..Math.Min(text.Length, end + longestValue + literal.Length)];
            var next = reach.IndexOf(literal, StringComparison.Ordinal);
            if (next < 0)
                return false;
            end += next + literal.Length;
        }

        for (var i = _anchor - 1; i >= 0; i--)
        {
            var start = Math.Max(0, at - longestValue - _literals[i].Length);
            var before = text[start..at].LastIndexOf(_literals[i], StringComparison.Ordinal);
            if (before < 0)
                return false;
            at = start + before;
        }

        return true;
    }

    /// <summary>An expression that matches every filling, a named group for each slot.</summary>
    /// <param name="slotPattern">The expression for one slot's values, without groups that capture.</param>
    public Regex ToPattern(Func<string, string> slotPattern)
    {
        // No letter or digit may touch the sentence where it begins or ends with a gap: whole values only.
        var result = new StringBuilder(_literals[0].Length == 0 ? @"(?<![A-Za-z0-9])" : "").Append(Regex.Escape(_literals[0]));
        for (var i = 0; i < _slots.Count; i++)
            result.Append($"(?<{_slots[i]}>{slotPattern(_slots[i])})").Append(Regex.Escape(_literals[i + 1]));
        return new Regex(result.ToString(), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    }
}
