namespace Haystack.Gates;

/// <summary>A gate that could not decide: xunit reports a test that throws it as skipped, by the message's first word.</summary>
/// <param name="reason">Why, in one line.</param>
public sealed class GateSkippedException(string reason) : Exception(SkipToken + reason)
{
    /// <summary>What xunit's dynamic skip looks for at the start of a message.</summary>
    public const string SkipToken = "$XunitDynamicSkip$";
}
