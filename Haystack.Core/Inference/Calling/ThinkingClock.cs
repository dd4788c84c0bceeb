using System.Text;

namespace Haystack.Inference.Calling;

/// <summary>
/// Times thinking while a reply streams in, whether it comes in a field of its own or between tags in the text,
/// or with the closing tag alone (QwQ's template writes the opening one into the prompt).
/// </summary>
internal sealed class ThinkingClock
{
    // gpt-oss's channel has a name between its marks, and is cut off by rules of its own when the reply is read.
    private static readonly (string Open, string Close)[] Tags = [.. ThinkingTags.All, ("<|channel|>analysis<|message|>", "<|end|>")];

    private static readonly int LongestTag = Tags.Max(t => Math.Max(t.Open.Length, t.Close.Length));

    private TimeSpan? _first, _last, _firstContent, _lastContent, _closed;
    private int _closedAt = -1;

    /// <summary>Thinking came in a field of its own.</summary>
    public void OnThinking(TimeSpan now)
    {
        _first ??= now;
        _last = now;
    }

    /// <summary><paramref name="added"/> characters were appended to <paramref name="content"/>.</summary>
    public void OnContent(TimeSpan now, StringBuilder content, int added)
    {
        _firstContent ??= now;
        _lastContent = now;
        var from = Math.Max(0, content.Length - added - LongestTag);
        var tail = content.ToString(from, content.Length - from);
        foreach (var (_, close) in Tags)
        {
            var at = tail.LastIndexOf(close, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || from + at + close.Length <= _closedAt)
                continue;
            _closed = now;
            _closedAt = from + at + close.Length;
        }
    }

    /// <summary>From the first token of thinking to its last; null without thinking.</summary>
    public TimeSpan? Elapsed(string content) =>
        _first is { } first ? _last - first : InlineEnd(content) switch
        {
            null => null,
            _ when _closed is { } closed => closed - _firstContent,
            _ => _lastContent - _firstContent,
        };

    /// <summary>One past the last character of thinking that stands in the text; null where none does.</summary>
    public int? InlineEnd(string content)
    {
        // What came beyond the budget is taken back, the closing tag perhaps with it.
        if (_closedAt > 0)
            return Math.Min(_closedAt, content.Length);
        var start = content.AsSpan().TrimStart();
        foreach (var (open, _) in Tags)
        {
            if (start.StartsWith(open, StringComparison.OrdinalIgnoreCase))
                return content.Length;
        }

        return null;
    }
}
