using System.Text;

namespace Haystack.Inference.Wire;

/// <summary>
/// Joins the texts of a reply. Some servers repeat in each message, or in the last, all that came before: which it is
/// shows in the texts themselves, and as long as it does not, they are held back.
/// </summary>
internal sealed class TextJoiner
{
    /// <summary>A text this long does not come twice at a reply's beginning by chance.</summary>
    private const int Telling = 12;

    /// <summary>A last text that begins with so many characters that are all that came before has them again.</summary>
    private const int LeastOfWhole = 4;

    private readonly StringBuilder _sent = new();
    private readonly List<string> _held = [];
    private char? _half;
    private readonly Doubles _doubles = new();
    private int _pieces;
    private bool _repeats;

    /// <summary>Why the texts cannot be joined; null where they can.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>What came twice, in a reply that was not cut in the middle of repeating itself; null for nothing.</summary>
    public string? Doubled => _doubles.Found;

    /// <summary>Whether <paramref name="text"/> is all that came, or its end.</summary>
    public bool HasSent(string text) => _sent.ToString().TrimEnd().EndsWith(text.Trim(), StringComparison.Ordinal);

    /// <summary>Takes the next text; gives what is new and certain.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <param name="isWhole">Whether it stood in a whole message's place, so that it may repeat what came before.</param>
    /// <param name="isLast">Whether its message ends the reply.</param>
    public string Add(string text, bool isWhole, bool isLast)
    {
        if (text.Length == 0)
            return "";
        if (!isWhole && !_repeats)
            return Part(text, isLast);
        if (_repeats)
            return Next(text);
        if (_held.Count > 0 ? Grows(_held[^1], text) : _pieces > 0 && StartsAsSent(text) && (text.Length > _sent.Length || text.Length >= Telling || (_pieces > 1 && isLast)))
        {
            _held.Add(text);
            return _held.Count >= 2 || _sent.Length >= Telling || _pieces > 1 ? Settle() : "";
        }

        return string.Concat(Rest(isLast: false), Send(text));
    }

    /// <summary>What was held back.</summary>
    /// <param name="isLast">Whether the reply is at its end, so that half a surrogate pair stays half.</param>
    public string Rest(bool isLast)
    {
        // All that came, once more: the last message sums the reply up, or each had all that came before.
        if (isLast && _held.Count > 0 && (_held.Count > 1 || _sent.Length >= LeastOfWhole) && StartsAsSent(_held[^1]))
            return Settle() + Rest(isLast);
        var rest = string.Concat(_held.Select(Send));
        _held.Clear();
        if (!isLast || _half is null)
            return rest;
        _half = null;
        return rest + "\uFFFD";
    }

    // A part of the text as a rule; where each has all that came before, or the last has, it is taken for the whole.
    private string Part(string text, bool isLast)
    {
        _doubles.Add(text, isLast);
        if (_held.Count > 0 ? Grows(_held[^1], text) : text.Length >= _sent.Length && IsWord && (text.Length > _sent.Length || IsTold) && StartsAsSent(text))
        {
            _held.Add(text);
            return (IsTold && text.Length > _sent.Length) || _held.Count > 3 ? Settle() : "";
        }

        return string.Concat(Rest(isLast: false), Send(text));
    }

    private bool IsTold => _sent.Length >= Telling;

    private bool IsWord => _pieces > 0 && _sent.Length > 0 && (char.IsLetterOrDigit(_sent[0]) || char.IsLetterOrDigit(_sent[^1]));

    private string Settle()
    {
        _repeats = true;
        var last = _held[^1];
        _held.Clear();
        return Next(last);
    }

    private string Next(string text)
    {
        if (StartsAsSent(text))
            return text.Length == _sent.Length ? "" : Send(text[_sent.Length..]);
        // A last message may leave out white space at the ends.
        if (_sent.ToString().Trim() != text.Trim())
            Contradiction = "the reply's messages contradict each other: one repeats what came before, another does not";
        return "";
    }

    private static bool Grows(string before, string text) => text.Length > before.Length && text.StartsWith(before, StringComparison.Ordinal);

    private bool StartsAsSent(string text) =>
        text.Length >= _sent.Length && text.AsSpan(0, _sent.Length).SequenceEqual(_sent.ToString());

    // The halves of a surrogate pair may come in two messages.
    private string Send(string text)
    {
        _pieces++;
        _sent.Append(text);
        if (_half is { } half)
            text = half + text;
        _half = char.IsHighSurrogate(text[^1]) ? text[^1] : null;
        if (_half is not null)
            text = text[..^1];
        return Whole(text);
    }

    private static string Whole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                return Replaced(text);
        }

        return text;
    }

    private static string Replaced(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
