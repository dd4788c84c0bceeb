using Haystack;

namespace Frameworks;

/// <summary>A gate that passes, one that fails and one that is skipped since its server is not there: the same under every test framework.</summary>
public static class ThreeGates
{
    public static Task Passes() => AccuracyGate.For("builtin/oracle").WithContext("2k").AtDistance("512").RequireAccuracy(0.8).CheckAsync();

    public static Task Fails() => AccuracyGate.For("builtin/window-128").WithContext("2k").AtDistance("512").RequireAccuracy(0.8).CheckAsync();

    public static Task IsSkipped() =>
        AccuracyGate.For("qwq:32b", new SweepOptions { Endpoint = "http://127.0.0.1:9" }).WithContext("2k").RequireAccuracy(0.8).CheckAsync();
}
