using Frameworks;
using NUnit.Framework;

public sealed class GateTests
{
    [Test]
    public Task Passes() => ThreeGates.Passes();

    [Test]
    public Task Fails() => ThreeGates.Fails();

    [Test]
    public Task Is_skipped() => ThreeGates.IsSkipped();
}
