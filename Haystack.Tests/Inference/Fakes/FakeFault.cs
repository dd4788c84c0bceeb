namespace Haystack.Tests.Inference.Fakes;

/// <summary>What goes wrong with a request.</summary>
internal enum FakeFaultKind
{
    /// <summary>An HTTP status with a body.</summary>
    Status,

    /// <summary>The connection is reset before any header.</summary>
    ResetBefore,

    /// <summary>The connection is reset after some tokens.</summary>
    ResetDuring,

    /// <summary>No byte ever comes.</summary>
    StallBefore,

    /// <summary>Some tokens come, and then nothing.</summary>
    StallDuring,

    /// <summary>Some tokens come, and then an error line.</summary>
    ErrorLine,

    /// <summary>The stream ends without its last message.</summary>
    NoFinal,

    /// <summary>A line is no JSON.</summary>
    Malformed,

    /// <summary>The model says nothing at all.</summary>
    EmptyAnswer,

    /// <summary>The server reads less of the prompt than was sent and says nothing of it.</summary>
    TruncateSilently,

    /// <summary>The last message gives a reason that is no answer's end: the fault's body, or that the model was only loaded.</summary>
    OnlyLoaded,

    /// <summary>The last message tells no prompt count.</summary>
    NoCount,

    /// <summary>The reply says the same over and over.</summary>
    Loops,

    /// <summary>The reply goes on past the budget, until the client leaves.</summary>
    Rambles,

    /// <summary>The reply is longer than the budget, and is cut there as asked.</summary>
    TooLong,

    /// <summary>One line without an end.</summary>
    EndlessLine,
}

/// <summary>A fault to bring about.</summary>
internal sealed record FakeFault(FakeFaultKind Kind, int Status = 0, string Body = "", string? RetryAfter = null)
{
    public static FakeFault Http(int status, string error, string? retryAfter = null) =>
        new(FakeFaultKind.Status, status, $"{{\"error\":{System.Text.Json.JsonSerializer.Serialize(error)}}}", retryAfter);
}
