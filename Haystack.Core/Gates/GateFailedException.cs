namespace Haystack.Gates;

/// <summary>A gate failed; the message explains it.</summary>
/// <param name="result">What was measured.</param>
public sealed class GateFailedException(GateResult result) : Exception(result.Message), IAssertionException
{
    /// <summary>What was measured.</summary>
    public GateResult Result { get; } = result;
}
