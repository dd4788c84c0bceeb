using Frameworks;
using Microsoft.VisualStudio.TestTools.UnitTesting;

[TestClass]
public sealed class GateTests
{
    [TestMethod]
    public Task Passes() => ThreeGates.Passes();

    [TestMethod]
    public Task Fails() => ThreeGates.Fails();

    [TestMethod]
    public Task Is_skipped() => ThreeGates.IsSkipped();
}
