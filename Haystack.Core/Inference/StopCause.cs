namespace Haystack.Inference;

/// <summary>Why a reply ended.</summary>
internal enum StopCause
{
    /// <summary>The model ended it, and the server said so.</summary>
    Finished,

    /// <summary>The output budget ran out first, or the server says so.</summary>
    OutputCap,

    /// <summary>The wall-clock budget ran out first.</summary>
    TimeCap,

    /// <summary>The repetition detector stopped it.</summary>
    Loop,

    /// <summary>The server refused the prompt as longer than its context.</summary>
    PromptRefused,

    /// <summary>The server made tool calls of the reply, or of a part of it.</summary>
    ToolCalls,

    /// <summary>What came does not make a reply: text was lost, or contradicts itself. <c>Fault</c> says how.</summary>
    Garbled,

    /// <summary>Transport, server error, or a stream that ended without its final message.</summary>
    Fault,
}
