using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Facts;

/// <summary>A sentence with named gaps, such as <c>"{pupil} learned the trade from {teacher}."</c>.</summary>
internal sealed class Template
{
    // Literals stand around the slots: _literals[0] {_slots[0]} _literals[1] … _literals[n].
    private readonly List<string> _literals;
    private readonly List<string> _slots;

    private Template(string source, List<string> literals, List<string> slots)
    {
        (Source, _literals, _slots) = (source, literals, slots);
        Anchor = literals.MaxBy(l => l.Length)!;
    }

    /// <summary>The text as written in the data file.</summary>
    public string Source { get; }

    /// <summary>The names of the gaps in order; each occurs once.</summary>
    public IReadOnlyList<string> Slots => _slots;

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
