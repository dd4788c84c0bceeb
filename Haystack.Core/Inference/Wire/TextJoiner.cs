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

    private readonly StringBuilder _sent = new();
    private readonly List<string> _held = [];
    private char? _half;
    private int _pieces;
    private bool _repeats;

    /// <summary>Why the texts cannot be joined; null where they can.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>Takes the next text; gives what is new and certain.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <param name="isWhole">Whether it stood in a whole message's place, so that it may repeat what came before.</param>
    /// <param name="isLast">Whether its message ends the reply.</param>
    public string Add(string text, bool isWhole, bool isLast)
    {
        if (text.Length == 0)
            return "";
        if (!isWhole)
            return string.Concat(Rest(isLast: false), Send(text));
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
        var rest = string.Concat(_held.Select(Send));
        _held.Clear();
        if (!isLast || _half is null)
            return rest;
        _half = null;
        return rest + "\uFFFD";
    }

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
