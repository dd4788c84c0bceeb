namespace Haystack.Scoring;

/// <summary>What a line of a reply is for.</summary>
internal enum LineKind
{
    /// <summary>Running text.</summary>
    Text,

    /// <summary>Nothing but white space.</summary>
    Blank,

    /// <summary>It marks an answer: <c>Answer: …</c>.</summary>
    Label,

    /// <summary>It may mark an answer, where nothing else does: <c>Result: …</c>.</summary>
    WeakLabel,

    /// <summary>It begins an explanation, evidence, a note.</summary>
    Section,

    /// <summary>It begins a turn of somebody else: <c>Question: …</c>.</summary>
    Turn,

    /// <summary>A heading of another kind.</summary>
    Heading,
}
