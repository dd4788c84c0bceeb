using System.Text;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.Calling;

/// <summary>A reply as it grows: texts, times and counts, within bounds.</summary>
internal sealed class Reply(AskOptions ask, CallLimits limits, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly StringBuilder _content = new();
    private readonly StringBuilder _thinking = new();
    private readonly ThinkingClock _clock = new();
    private readonly long _maxCharacters = limits.CharactersFree + (long)limits.CharactersPerToken * ask.MaxOutputTokens;
    private TimeSpan? _lastToken;
    private (int Content, int Thinking)? _budgetEnds;

    /// <summary>Most tokens that were asked for.</summary>
    public int Budget => ask.MaxOutputTokens;

    /// <summary>Updates that brought text: at least as many tokens were generated.</summary>
    public int Pieces { get; private set; }

    /// <summary>From sending to the first token; null where none came.</summary>
    public TimeSpan? FirstToken { get; private set; }

    /// <summary>The client's word for why the reply ended; null until it says so.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>The name that the client gives the model which replies; null where it gives none.</summary>
    public string? Model { get; private set; }

    /// <summary>Token counts as the client gave them.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>Whether the client made tool calls of the reply, or of a part of it.</summary>
    public bool HasToolCalls { get; private set; }

    /// <summary>Whether more came than was asked for, as far as that shows in the number of pieces: a server may send several to a token.</summary>
    public bool IsOverBudget => _budgetEnds is not null;

    /// <summary>Whether so much more came that its end is not waited for.</summary>
    public bool IsEndless => Pieces > limits.PiecesFree + (long)limits.PiecesPerToken * ask.MaxOutputTokens || _content.Length + _thinking.Length > _maxCharacters;

    /// <summary>Time since sending.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>
    /// Whether tokens were still coming when the clock ran out: the last of them no longer ago than five seconds or
    /// twenty times the mean gap. Otherwise the server had stalled, and the model is not to blame.
    /// </summary>
    public bool WasFlowing =>
        _lastToken is { } last && FirstToken is { } first
        && Elapsed - last <= TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond * 5, 20 * (last - first).Ticks / Math.Max(1, Pieces - 1)));

    /// <summary>Takes in one update; hands each new piece of text to <paramref name="onText"/>.</summary>
    public void Add(ChatResponseUpdate update, Action<string> onText)
    {
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextReasoningContent { Text.Length: > 0 } reasoning:
                    Append(_thinking, reasoning.Text, onText);
                    _clock.OnThinking(_lastToken!.Value);
                    break;
                case TextContent { Text.Length: > 0 } text:
                    Append(_content, text.Text, onText);
                    _clock.OnContent(_lastToken!.Value, _content, text.Text.Length);
                    break;
                case FunctionCallContent:
                    HasToolCalls = true;
                    break;
                case UsageContent usage:
                    Usage = usage.Details;
                    break;
            }
        }

        FinishReason = update.FinishReason?.Value ?? FinishReason;
        Model = update.ModelId ?? Model;
    }

    /// <summary>Takes back what came after the budget was spent.</summary>
    public void CutToBudget()
    {
        if (_budgetEnds is not var (content, thinking))
            return;
        _content.Length = Math.Min(content, _content.Length);
        _thinking.Length = Math.Min(thinking, _thinking.Length);
    }

    /// <summary>The response so far, with <paramref name="stop"/> as its ending.</summary>
    public ModelResponse ToResponse(StopCause stop, string? fault = null) => new()
    {
        Content = _content.ToString(),
        Thinking = _thinking.ToString(),
        Stop = stop,
        Fault = fault,
        MaxOutputTokens = ask.MaxOutputTokens,
        TimeToFirstToken = FirstToken,
        ThinkingTime = _clock.Elapsed(_content.ToString()),
        Total = Elapsed,
    };

    /// <summary>The text of the thinking, wherever it stood; empty without any.</summary>
    public string ThinkingText()
    {
        if (_thinking.Length > 0)
            return _thinking.ToString();
        var content = _content.ToString();
        return _clock.InlineEnd(content) is { } end ? content[..end] : "";
    }

    /// <summary>Thinking and text, one after the other.</summary>
    public string AllText() => string.Concat(_thinking, _content);

    private void Append(StringBuilder text, string piece, Action<string> onText)
    {
        if (++Pieces == ask.MaxOutputTokens + 1)
            _budgetEnds = (_content.Length, _thinking.Length);
        _lastToken = Elapsed;
        FirstToken ??= _lastToken;
        var room = _maxCharacters + 1 - _content.Length - _thinking.Length;
        text.Append(piece, 0, (int)Math.Clamp(room, 0, piece.Length));
        onText(piece);
    }
}
