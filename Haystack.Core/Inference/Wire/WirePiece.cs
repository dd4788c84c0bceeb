using System.Text;

namespace Haystack.Inference.Wire;

/// <summary>What one message of an answer brings, in whatever dialect it came.</summary>
internal sealed class WirePiece
{
    private readonly StringBuilder _content = new();
    private readonly StringBuilder _thinking = new();

    /// <summary>Visible text.</summary>
    public string Content => _content.ToString();

    /// <summary>Thinking.</summary>
    public string Thinking => _thinking.ToString();

    /// <summary>The server's word for why the reply ended; null where this is not its end.</summary>
    public string? Reason { get; set; }

    /// <summary>Whether it says of itself that it is the last.</summary>
    public bool IsLast { get; set; }

    /// <summary>Whether its text stood where a whole message stands: it may repeat what came before.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether it is only to be read where nothing came before it.</summary>
    public bool IsRecap { get; set; }

    /// <summary>Whether the server made tool calls of the reply.</summary>
    public bool HasToolCalls { get; set; }

    /// <summary>Whether a place for text was there, be it with an empty one.</summary>
    public bool HasText { get; private set; }

    /// <summary>Whether its text stood at the message's root, outside of any reply's own form.</summary>
    public bool IsBare { get; set; }

    /// <summary>Whether it is a part of a reply at all.</summary>
    public bool IsReply { get; set; }

    /// <summary>Whether something stood in a text's place that is no text.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>The number of the choice that it is of, among those that the server sends; null where it tells none.</summary>
    public int? Choice { get; set; }

    /// <summary>Whether it tells whose the reply is, as a reply's first message does.</summary>
    public bool TellsRole { get; set; }

    /// <summary>Whose words it says that it has, such as <c>assistant</c>; null where it does not say.</summary>
    public string? Speaker { get; set; }

    /// <summary>Puts what was held back before its texts.</summary>
    public void Prepend((string Content, string Thinking) held)
    {
        _content.Insert(0, held.Content);
        _thinking.Insert(0, held.Thinking);
    }

    /// <summary>Takes its texts away.</summary>
    /// <param name="isAnothers">Whether they are another reply's, and with them all else that it says.</param>
    public void Drop(bool isAnothers)
    {
        _content.Clear();
        _thinking.Clear();
        HasText = true;
        if (isAnothers)
            (Reason, HasToolCalls, IsUnreadable) = (null, false, false);
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text, bool isThinking)
    {
        HasText = true;
        (isThinking ? _thinking : _content).Append(text);
    }
}
