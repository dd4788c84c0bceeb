namespace Haystack.Inference.Health;

/// <summary>How a thing stands.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>A sweep would run, but slower or with less to say.</summary>
    Warning,

    /// <summary>A sweep would not run.</summary>
    Bad,
}
