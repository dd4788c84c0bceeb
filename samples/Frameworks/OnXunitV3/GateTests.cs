using Frameworks;
using Xunit;

public sealed class GateTests
{
    [Fact]
    public Task Passes() => ThreeGates.Passes();

    [Fact]
    public Task Fails() => ThreeGates.Fails();

    [Fact]
    public Task Is_skipped() => ThreeGates.IsSkipped();
}
