namespace Haystack.Scoring;

/// <summary>What a trial came to. The last three are not answers and never count as wrong.</summary>
public enum Outcome
{
    /// <summary>The right answer; for <c>absent</c>, that the text does not say.</summary>
    Correct,

    /// <summary>The intermediate value: found one fact, did not combine.</summary>
    OneHop,

    /// <summary>A value planted for another chain.</summary>
    OtherChain,

    /// <summary>Said that the text does not say, though it does.</summary>
    Abstained,

    /// <summary>A value that stands nowhere in the document.</summary>
    Invented,

    /// <summary>Two readings of the reply stand, and nothing in it settles which is meant: an answer that may be right.</summary>
    Ambiguous,

    /// <summary>A reply in which no answer could be read.</summary>
    Unparsed,

    /// <summary>Nothing but white space or thinking.</summary>
    Empty,

    /// <summary>The output or thinking budget ran out before an answer.</summary>
    CappedOutput,

    /// <summary>The text repeated itself and was stopped.</summary>
    Loop,

    /// <summary>Not an answer: the server read fewer tokens than were sent.</summary>
    Truncated,

    /// <summary>Not an answer: the server's prompt count differs from the plan in another way, or is missing.</summary>
    Invalid,

    /// <summary>Not an answer: transport, server error, or no final message.</summary>
    Failed,
}
