namespace Haystack.Facts;

/// <summary>In which order a chain's facts stand in the document.</summary>
public enum FactOrder
{
    /// <summary>Hop 1 (the fact that names the bridge from the question's side) stands first.</summary>
    BridgeFirst,

    /// <summary>The last hop stands first.</summary>
    BridgeLast,
}
