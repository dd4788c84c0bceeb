using Frameworks;
using Xunit;

public sealed class GateTests
{
    [Fact]
    public Task Passes() => ThreeGates.Passes();

    [Fact]
    public Task Fails() => ThreeGates.Fails();

    /// <summary>xunit v2 itself cannot skip a test that has begun; the package Xunit.SkippableFact can.</summary>
    [SkippableFact]
    public Task Is_skipped() => ThreeGates.IsSkipped();
}
