namespace Haystack.Statistics;

/// <summary>What the answers so far say about a threshold.</summary>
public enum GateVerdict
{
    /// <summary>Not clear yet: ask on.</summary>
    Continue,

    /// <summary>The accuracy is shown to lie above the lower end of the margin.</summary>
    Pass,

    /// <summary>The accuracy is shown to lie below the upper end of the margin.</summary>
    Fail,

    /// <summary>The answers ended before it was clear.</summary>
    Inconclusive,
}
