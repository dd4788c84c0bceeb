using System.Buffers;
using System.Text.Json;

namespace Haystack.Inference.Wire;

/// <summary>
/// The one reader of what servers answer. It reads each message itself, notes on the call's <see cref="WireTap"/> what
/// matters, and hands the client library nothing but pieces of its own making: no library decides what is a fault.
/// </summary>
internal sealed class WireReader : IWireSink
{
    private const int MostStray = 2_000;

    private readonly WireTap _tap;
    private readonly WireDialect _dialect;
    private readonly FrameCutter _cutter;
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly TextJoiner _content = new();
    private readonly TextJoiner _thinking = new();
    private readonly bool _isOneJson;
    private readonly HashSet<string> _namesWithText = new(StringComparer.Ordinal);
    private int _replies;
    private int _endings;
    private readonly Suspicion _suspicion = new();
    private readonly Strands _strands = new();
    private readonly TellingNames _names = new();
    private bool _ended, _isWhole, _isFormed;

    /// <param name="tap">Takes the notes.</param>
    /// <param name="dialect">What the client library reads.</param>
    /// <param name="isOneJson">Whether the body says of itself that it is one JSON text, and no stream.</param>
    public WireReader(WireTap tap, WireDialect dialect, bool isOneJson)
    {
        _isOneJson = isOneJson;
        _tap = tap;
        _dialect = dialect;
        _cutter = new FrameCutter(this);
    }

    /// <summary>Reads a line; gives what is to be handed on, good until the next call.</summary>
    public ReadOnlyMemory<byte> Line(ReadOnlyMemory<byte> line)
    {
        _output.ResetWrittenCount();
        _cutter.Line(line);
        return _output.WrittenMemory;
    }

    /// <summary>The body's end; gives what is still to be handed on.</summary>
    public ReadOnlyMemory<byte> End()
    {
        _output.ResetWrittenCount();
        _tap.Suspicion = _suspicion.Open;
        // A whole answer in one message is whole, whether or not it says why it ended.
        _tap.Final |= _isOneJson && _isWhole && _replies == 1 && _tap.StreamError is null;
        if (_tap.Final)
            Close();
        else
            Emit(_content.Rest(isLast: true), _thinking.Rest(isLast: true));
        return _output.WrittenMemory;
    }

    public void OnMessage(JsonElement message, string? name)
    {
        if (_ended)
        {
            AfterTheEnd(PieceReader.Read(message, name).Content);
            return;
        }

        if (ErrorReader.In(message, name) is { } error)
        {
            OnError(error);
            return;
        }

        _tap.Notice ??= CutNotice.In(message);
        var isOfReply = ErrorReader.IsOfReply(message);
        if (!isOfReply && Notice.Is(message))
        {
            Stray(message.GetRawText());
            return;
        }

        var hasCounts = UsageReader.Read(_tap, message);
        TimingReader.Read(_tap, message);
        var mayBeError = ErrorReader.MayBeIn(message);
        if (mayBeError && !isOfReply)
        {
            Suspect(message.GetRawText(), isGrave: true);
            return;
        }

        var piece = PieceReader.Read(message, name);
        var hadText = piece.Content.Length + piece.Thinking.Length > 0;
        _strands.OnId(message.Text("id"), hadText, opens: !hadText && piece.Reason is null && piece.TellsRole);
        _strands.Sort(piece);
        if (piece.IsReply)
            _names.Note(message.Text("model"), piece.Speaker, hadText);
        if (hadText)
            _names.Note(TellingNames.NumberIn(message));
        // What is not understood and says something is told where the reply does not come to an end of its own.
        var isStrange = !piece.IsReply && !hasCounts && ErrorReader.WordsOf(message) is { } words && ErrorReader.IsSentence(words);
        Suspect(message, piece, mayBeError, isStrange, hasCounts);
        // Events of protocols that name them have text where their name says so: under a name that had text before, or in a reply's own form.
        if (name is not null && piece.Content.Length + piece.Thinking.Length > 0)
            _namesWithText.Add(name);
        var isReply = name is null || _namesWithText.Contains(name) || message.TryGetProperty("choices", out _) || message.TryGetProperty("message", out _)
            || message.Text("object")?.Contains("completion", StringComparison.Ordinal) == true;
        CountGaps(piece, mayBeGap: !hasCounts && isReply && message.Text("type") is null && message.EnumerateObject().Any());
        Take(piece, message.Text("object") == "chat.completion");
    }

    public void OnText(string text, string? name)
    {
        if ((name is not null && ErrorReader.IsError(name)) || ErrorWords.Begin(text))
            OnError(text);
        else if (!IsKeepAlive(name))
            Stray(text);
    }

    public void OnDone()
    {
        _tap.Suspicion = _suspicion.Open;
        if (_tap.StreamError is not null || _ended)
            return;
        _tap.Final = true;
        Close();
    }

    public void OnPage(string line)
    {
        _tap.IsPage = true;
        Stray(line);
    }

    // All that came, once more, sums it up; more of it was cut off by an end that was none, or is another reply's.
    private void AfterTheEnd(string text)
    {
        if (text.Trim().Length > 0 && !_content.HasSent(text))
            _tap.Garbled ??= "text came after the message that ended the reply";
    }

    private void OnError(string error)
    {
        _tap.StreamErrorStatus ??= ErrorReader.StatusIn(error);
        _tap.StreamError ??= error;
    }

    private void Suspect(JsonElement message, WirePiece piece, bool mayBeError, bool isStrange, bool hasCounts)
    {
        var hasText = piece.Content.Length + piece.Thinking.Length > 0;
        if (hasText)
            _suspicion.OnText();
        if (mayBeError || isStrange)
            _suspicion.Note(message.GetRawText(), isGrave: mayBeError && !hasText && ((piece.Reason is null && !hasCounts) || ErrorReader.IsCodedIn(message)));
        if ((piece.Reason ?? _tap.DoneReason) is { } reason && EndReason.KindOf(reason) is not EndKind.Broken)
            _suspicion.OnEnd();
        _tap.Suspicion = _suspicion.Open;
    }

    private void Suspect(string words, bool isGrave)
    {
        _suspicion.Note(words, isGrave);
        _tap.Suspicion = _suspicion.Open;
    }

    private void Take(WirePiece piece, bool isComplete)
    {
        // A text at a message's root in a reply of another form is none of it; which it is cannot be told.
        if (piece.Content.Length > 0 && !piece.IsRecap)
        {
            if (piece.IsBare && _isFormed)
                _tap.Garbled ??= "a text came outside of the form in which the reply had come";
            _isFormed |= !piece.IsBare;
        }

        if (piece.IsReply)
        {
            _replies++;
            _isWhole = piece.IsWhole;
        }

        _tap.HasToolCalls |= piece.HasToolCalls;
        if (piece.IsUnreadable)
            _tap.Garbled ??= "a message of the reply had something in its text's place that is no text";
        if (!piece.IsRecap || !_tap.HasBegun)
        {
            var isWhole = piece.IsWhole && !isComplete;
            var isLast = piece.Reason is not null || piece.IsLast;
            Emit(_content.Add(piece.Content, isWhole, isLast), _thinking.Add(piece.Thinking, isWhole, isLast));
        }

        _tap.DoneReason = piece.Reason ?? _tap.DoneReason;
        _tap.Final |= piece.Reason is not null || piece.IsLast || isComplete;
        if (piece.IsLast || isComplete)
            Close();
    }

    // A token whose text is lost must not become another answer: messages without any, once the text has begun, are counted.
    private void CountGaps(WirePiece piece, bool mayBeGap)
    {
        if (piece.Content.Length + piece.Thinking.Length > 0)
        {
            _tap.Texts++;
            // What text follows was no ending, whatever reason it gave.
            (_tap.Gaps, _endings) = (_tap.Gaps + _endings, 0);
        }
        else if (mayBeGap && _tap.Texts > 0 && !piece.HasText && !piece.IsLast && !piece.IsRecap)
        {
            if (piece.Reason is null)
                _tap.Gaps++;
            else
                _endings++;
        }
    }

    private static bool IsKeepAlive(string? name) =>
        name?.ToLowerInvariant() is { } lower && (lower.Contains("ping", StringComparison.Ordinal) || lower.Contains("heartbeat", StringComparison.Ordinal) || lower.StartsWith("keep", StringComparison.Ordinal));

    private void Emit(string content, string thinking)
    {
        if (content.Length + thinking.Length == 0 || _ended)
            return;
        _tap.HasBegun = true;
        _dialect.Piece(_output, content, thinking);
    }

    private void Close()
    {
        if (_ended)
            return;
        _tap.Model = _names.Model(_isOneJson);
        var (content, thinking) = _strands.Rest();
        Emit(_content.Add(content, false, false) + _content.Rest(isLast: true), _thinking.Add(thinking, false, false) + _thinking.Rest(isLast: true));
        _tap.Garbled ??= _content.Contradiction ?? _thinking.Contradiction ?? _strands.Contradiction ?? _names.Contradiction ?? (EndReason.KindOf(_tap.DoneReason) == EndKind.Stop ? _content.Doubled : null);
        if (_tap.Suspicion is { } suspicion)
            OnError(suspicion);
        if (_tap.StreamError is null)
            _dialect.End(_output, _tap);
        _ended = true;
    }

    private void Stray(string text)
    {
        if ((_tap.Stray?.Length ?? 0) < MostStray)
            _tap.Stray = $"{_tap.Stray} {text[..Math.Min(text.Length, MostStray)]}".TrimStart();
    }
}
