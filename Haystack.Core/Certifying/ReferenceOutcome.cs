namespace Haystack.Certifying;

/// <summary>How a reference model answered a question that a text answers.</summary>
internal enum ReferenceOutcome
{
    /// <summary>As it stands in the text.</summary>
    Right,

    /// <summary>That the text does not say.</summary>
    Abstained,

    /// <summary>Anything else.</summary>
    Wrong,
}
