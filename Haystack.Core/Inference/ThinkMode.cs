namespace Haystack.Inference;

/// <summary>How much a model is asked to think.</summary>
internal enum ThinkMode
{
    /// <summary>Not at all.</summary>
    Off,

    /// <summary>As it does by itself.</summary>
    On,

    /// <summary>A little.</summary>
    Low,

    /// <summary>More.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,
}
