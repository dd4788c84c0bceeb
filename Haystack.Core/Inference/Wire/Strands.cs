namespace Haystack.Inference.Wire;

/// <summary>
/// Keeps to one reply where a server sends several in turn: texts of another choice (<c>"index":1</c>) are dropped. Some servers
/// number their messages there instead: as long as no number came twice, which it is cannot be told, and texts are held back.
/// </summary>
internal sealed class Strands
{
    private const int MostNames = 64;

    private readonly HashSet<int> _seen = [], _ended = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<(string Content, string Thinking)> _held = [];
    private int? _own;
    private string? _id;
    private int _returns;
    private bool _isRepeated;
    private bool? _areMany;

    /// <summary>Why the texts are no one reply's; null where nothing says so.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>Takes out of <paramref name="piece"/> what belongs to another reply, and gives what was held back before.</summary>
    public void Sort(WirePiece piece)
    {
        var hasText = piece.Content.Length + piece.Thinking.Length > 0;
        if (piece.Choice is not { } choice)
            return;
        if (hasText)
        {
            _own ??= choice;
            _isRepeated |= !_seen.Add(choice);
        }

        if (piece.Reason is not null)
            _ended.Add(choice);
        if (_own is null)
            return;
        // Of more than two numbers none of which came twice, none is a choice's.
        _areMany ??= _seen.Count > 1 && _isRepeated ? true : _seen.Count > 2 ? false : null;
        if (_areMany == true)
            _held.Clear();
        if (_areMany == false)
            piece.Prepend(Held());
        else if (choice != _own && (_areMany == true || hasText))
            Withhold(piece, isHeld: _areMany is null);
    }

    /// <summary>What is still held back at the reply's end.</summary>
    public (string Content, string Thinking) Rest() => _areMany == true || _ended.Count > 1 ? ("", "") : Held();

    /// <summary>Notes the name of the reply that a message is of: one that comes again after another's is mixed with it.</summary>
    public void OnId(string? id, bool hasText, bool opens)
    {
        if (id is not { Length: > 0 } || (!hasText && !opens))
            return;
        if (_id is not null && id != _id)
        {
            _returns += hasText && _names.ContainsKey(id) ? 1 : 0;
            // One that opens anew after text has come begins once more: what stood before was given up.
            if (opens && _names[_id] > 1 && !_names.ContainsKey(id))
                Contradiction = "the reply was begun anew under another id after a part of it had come";
            // A name that is another's by mistake once is no other reply.
            else if (_returns > 1)
                Contradiction = "texts of several replies came in turn (their ids differ)";
        }

        if (!hasText)
            return;
        // Two that both go on, and have nothing in common, are two replies; ids that tell the time have all but their ends.
        if (_names.Count > 1 && _names.GetValueOrDefault(id) > 0 && _names.Any(n => n.Key != id && n.Value > 1 && !IsAlike(n.Key, id)))
            Contradiction ??= "texts of several replies came one after the other (their ids differ)";
        if (_names.Count < MostNames || _names.ContainsKey(id))
            (_id, _names[id]) = (id, _names.GetValueOrDefault(id) + 1);
    }

    private static bool IsAlike(string one, string other) => 2 * one.AsSpan().CommonPrefixLength(other) >= Math.Max(one.Length, other.Length);

    private (string Content, string Thinking) Held()
    {
        var held = (string.Concat(_held.Select(h => h.Content)), string.Concat(_held.Select(h => h.Thinking)));
        _held.Clear();
        return held;
    }

    private void Withhold(WirePiece piece, bool isHeld)
    {
        if (isHeld)
            _held.Add((piece.Content, piece.Thinking));
        piece.Drop(isAnothers: !isHeld);
    }
}
