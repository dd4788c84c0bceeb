using System.Buffers;
using System.Text;
using Haystack.Inference;

namespace Haystack.Scoring;

/// <summary>Cuts thinking off a reply, in every shape that models are known to leave it in. One pass, linear time.</summary>
internal static class ThinkingRemover
{
    private const string Channel = "<|channel|>";
    private const string ChannelMessage = "<|message|>";

    private static readonly (string Open, string Close)[] Tags = ThinkingTags.All;

    private static readonly string[] Leaks =
    [
        "<|im_end|>", "<|im_start|>assistant", "<|im_start|>", "<|eot_id|>", "<|endoftext|>", "<|end_of_text|>",
        "<end_of_turn>", "<|return|>", "<|end|>", "<|start|>assistant", "<｜end▁of▁sentence｜>", "</s>",
        "<|begin_of_solution|>", "<|end_of_solution|>", "<|START_RESPONSE|>", "<|END_RESPONSE|>",
    ];

    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [.. Tags.SelectMany(t => new[] { t.Open, t.Close }), .. Leaks, Channel], StringComparison.OrdinalIgnoreCase);

    /// <summary>Splits off the thinking of <paramref name="content"/>.</summary>
    public static VisibleReply Remove(string content)
    {
        if (StrippedChannels(content) is { } final)
            return new VisibleReply(final, HadThinking: true, IsOpen: false);

        var visible = new StringBuilder();
        var earlier = "";
        string? open = null;
        var had = false;
        var closedBefore = false;
        var position = 0;
        while (position < content.Length)
        {
            var found = content.AsSpan(position).IndexOfAny(Marks);
            var end = found < 0 ? content.Length : position + found;
            if (open is null)
                visible.Append(content, position, end - position);
            if (found < 0)
                break;

            var mark = MarkAt(content, end);
            position = end + mark.Length;
            switch (mark.Role)
            {
                case Role.Open when open is null:
                    open = mark.Tag;
                    break;
                // Any closing tag ends thinking: models do not always close with the tag they opened with.
                case Role.Close when open is not null:
                    open = null;
                    had = closedBefore = true;
                    break;
                case Role.Close:
                    // A stray tag after a closed block hides nothing unless more text follows it.
                    earlier = closedBefore && !IsBlank(visible) ? visible.ToString() : earlier;
                    visible.Clear();
                    had = closedBefore = true;
                    break;
                case Role.Channel:
                    open = mark.Tag == "final" ? null : Channel;
                    had |= open is not null;
                    break;
                case Role.Leak when open == Channel:
                    open = null;
                    break;
                case Role.Leak:
                    visible.Append('\n');
                    break;
                case Role.Text when open is null:
                    visible.Append(content, end, mark.Length);
                    break;
            }
        }

        var text = IsBlank(visible) ? earlier : visible.ToString();
        return new VisibleReply(text, had || open is not null, open is not null);
    }

    private static (Role Role, string Tag, int Length) MarkAt(string content, int at)
    {
        var rest = content.AsSpan(at);
        if (rest.StartsWith(Channel, StringComparison.OrdinalIgnoreCase))
        {
            // The channel's name stands between the two marks; a name is short.
            var window = rest[Channel.Length..Math.Min(rest.Length, Channel.Length + 80)];
            var message = window.IndexOf(ChannelMessage, StringComparison.OrdinalIgnoreCase);
            if (message < 0)
                return (Role.Text, "", Channel.Length);
            var name = window[..message].Trim();
            return (Role.Channel, name.StartsWith("final", StringComparison.OrdinalIgnoreCase) ? "final" : "analysis",
                Channel.Length + message + ChannelMessage.Length);
        }

        for (var i = 0; i < Tags.Length; i++)
        {
            var (open, close) = Tags[i];
            var isOpen = rest.StartsWith(open, StringComparison.OrdinalIgnoreCase);
            if (!isOpen && !rest.StartsWith(close, StringComparison.OrdinalIgnoreCase))
                continue;
            var length = isOpen ? open.Length : close.Length;
            return (isOpen ? Role.Open : Role.Close, open, length);
        }

        foreach (var leak in Leaks)
        {
            if (rest.StartsWith(leak, StringComparison.OrdinalIgnoreCase))
                return (Role.Leak, "", leak.Length);
        }

        return (Role.Text, "", 1);
    }

    /// <summary>gpt-oss behind a server that drops special tokens: <c>analysis…assistantfinal…</c> run together.</summary>
    private static string? StrippedChannels(string content)
    {
        const string Final = "assistantfinal";
        if (!content.AsSpan().TrimStart().StartsWith("analysis", StringComparison.Ordinal))
            return null;
        var at = content.LastIndexOf(Final, StringComparison.Ordinal);
        return at < 0 ? null : content[(at + Final.Length)..];
    }

    private static bool IsBlank(StringBuilder text)
    {
        foreach (var chunk in text.GetChunks())
        {
            if (!chunk.Span.IsWhiteSpace())
                return false;
        }

        return true;
    }

    private enum Role
    {
        Open,
        Close,
        Channel,
        Leak,
        Text,
    }
}
