using FluentAssertions;
using FluentAssertions.Execution;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Tests.Gates;

/// <summary>Thresholds on a stored run in the manner of FluentAssertions 7. What is undecided is not met.</summary>
internal sealed class RunAssertions(RunData run)
{
    [CustomAssertion]
    public AndConstraint<RunAssertions> RecallAtLeast(double share, string? model = null, string? atDistance = null, string because = "", params object[] becauseArgs)
    {
        var gate = AccuracyGate.ForRun(run, run.Name, model).RequireAccuracy(share);
        var result = (atDistance is null ? gate : gate.AtDistance(atDistance)).Decide();
        Execute.Assertion
            .BecauseOf(because, becauseArgs)
            .ForCondition(result.Verdict == GateVerdict.Pass)
            .FailWith("Expected a recall of at least {0}{reason}, but this was measured: {1}", share, result.Message);
        return new AndConstraint<RunAssertions>(this);
    }
}

internal static class RunAssertionsExtensions
{
    public static RunAssertions Should(this RunData run) => new(run);
}
