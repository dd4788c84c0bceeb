namespace Haystack.Inference.Wire;

/// <summary>
/// What the transport itself saw of one request: the counts, errors and endings that client libraries drop.
/// </summary>
/// <remarks>
/// Opened by the caller just before it calls its client and found by the handlers under that client through the
/// flow of the call (<see cref="AsyncLocal{T}"/>), so that concurrent requests over one client never mix.
/// </remarks>
internal sealed class WireTap
{
    private static readonly AsyncLocal<WireTap?> Ambient = new();

    private WireTap(CancellationToken cancellation) => Cancellation = cancellation;

    /// <summary>The tap of the call that is running; null outside one.</summary>
    public static WireTap? Current => Ambient.Value;

    /// <summary>Ends the reading of an answer. OllamaSharp reads its lines without a token, so the stream under it must have one.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether a request went through a handler that knows the tap (false for readers in this process).</summary>
    public bool Used { get; set; }

    /// <summary>Strikes secrets out of what a server said; to be applied before anything is cut, else half a key may stay.</summary>
    public Func<string, string> Redact { get; set; } = static text => text;

    /// <summary>The texts of the request's messages, whose marks stand in its body.</summary>
    public IReadOnlyList<JsonText> Prompt { get; set; } = [];

    /// <summary>The most bytes of the answer, whatever they hold.</summary>
    public long MostBytes { get; set; } = long.MaxValue;

    /// <summary>The most lines of the answer, with text or without.</summary>
    public long MostLines { get; set; } = long.MaxValue;

    /// <summary>The HTTP status; null where no headers came.</summary>
    public int? Status { get; set; }

    /// <summary>What the server asked to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The body of an answer that was not a success, cut to a bound.</summary>
    public string? ErrorBody { get; set; }

    /// <summary>The text of an error that came inside a successful stream.</summary>
    public string? StreamError { get; set; }

    /// <summary>What may be an error, and was not followed by anything that shows it to be none; null where there is nothing.</summary>
    public string? Suspicion { get; set; }

    /// <summary>The status that such an error names; null where it names none.</summary>
    public int? StreamErrorStatus { get; set; }

    /// <summary>What the server sent in place of an answer, or beside it, that is none: a web page's title, lines outside the protocol.</summary>
    public string? Stray { get; set; }

    /// <summary>Whether it answered with a web page.</summary>
    public bool IsPage { get; set; }

    /// <summary>What to look at where the server seems to be another one than was meant; null for nothing.</summary>
    public string? Hint { get; set; }

    /// <summary>Whether any text of the reply was seen.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether the server made tool calls of the reply.</summary>
    public bool HasToolCalls { get; set; }

    /// <summary>Messages with text.</summary>
    public int Texts { get; set; }

    /// <summary>Messages that had none, after the first that had.</summary>
    public int Gaps { get; set; }

    /// <summary>Why the text is not to be trusted; null where nothing speaks against it.</summary>
    public string? Garbled { get; set; }

    /// <summary>What the server said of having cut the prompt or replaced the reply; null where it said nothing of the kind.</summary>
    public string? Notice { get; set; }

    /// <summary>The name that the server gives the model which replied; null where it gives none.</summary>
    public string? Model { get; set; }

    /// <summary>Tokens that an Anthropic-like server read from its cache, beside those that it counts.</summary>
    public long ReadBesides { get; set; }

    /// <summary>The same, for those that it wrote to the cache.</summary>
    public long WrittenBesides { get; set; }

    /// <summary>Whether the stream's own last message was seen.</summary>
    public bool Final { get; set; }

    /// <summary>The server's word for why it ended.</summary>
    public string? DoneReason { get; set; }

    /// <summary>Tokens of the prompt as the server gave them, before any rule of versions; null where it left them out.</summary>
    public long? PromptTokens { get; set; }

    /// <summary>Prompt tokens that came from the cache.</summary>
    public long? CachedPromptTokens { get; set; }

    /// <summary>Tokens generated.</summary>
    public long? OutputTokens { get; set; }

    /// <summary>Tokens of thinking among them.</summary>
    public long? ThinkingTokens { get; set; }

    /// <summary>The server's time for reading the prompt.</summary>
    public TimeSpan? PrefillTime { get; set; }

    /// <summary>The server's time for generating.</summary>
    public TimeSpan? DecodeTime { get; set; }

    /// <summary>The server's time for loading the model; small where it was loaded already.</summary>
    public TimeSpan? LoadTime { get; set; }

    /// <summary>Whether the server had begun to answer with success: such a request is never sent again.</summary>
    public bool Answering => Status is >= 200 and < 300;

    /// <summary>Opens a tap for everything that the calling method awaits from here on.</summary>
    public static WireTap Open(CancellationToken cancellation) => Ambient.Value = new WireTap(cancellation);
}
