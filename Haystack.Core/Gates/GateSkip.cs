namespace Haystack.Gates;

/// <summary>The exception that the test framework at hand takes for a skip.</summary>
internal static class GateSkip
{
    public static Exception Because(string reason) => new GateSkippedException(reason);
}
