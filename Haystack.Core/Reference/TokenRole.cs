namespace Haystack.Reference;

/// <summary>What a token of the reference model's vocabulary is for; of all others it knows nothing.</summary>
internal enum TokenRole
{
    /// <summary>Any other text.</summary>
    None,

    /// <summary>A name.</summary>
    Name,

    /// <summary>What stands in a fact between its subject and its object.</summary>
    Forward,

    /// <summary>What stands in a fact between its object and its subject.</summary>
    Backward,

    /// <summary>What stands in a question before the name.</summary>
    Asks,

    /// <summary>What stands in a question behind the name, to the end of the prompt.</summary>
    Tail,

    /// <summary>The first token of an answer.</summary>
    Answer,

    /// <summary>The answer that the text does not say.</summary>
    Nothing,

    /// <summary>The end of an answer.</summary>
    End,
}
