using Haystack.Facts;

namespace Haystack.Tests.Storage;

/// <summary>The size and grid of a made-up run.</summary>
public sealed record SampleShape
{
    public IReadOnlyList<int> Contexts { get; init; } = [2048, 4096, 8192, 16384, 32768];
    public IReadOnlyList<int> Distances { get; init; } = [0, 256, 512, 1024, 2048, 4096, 8192, 16384, 28672];
    public IReadOnlyList<string> Families { get; init; } = ["link", "sum"];
    public IReadOnlyList<string> Languages { get; init; } = ["en"];
    public IReadOnlyList<Arm> Arms { get; init; } = [Arm.Pair, Arm.First, Arm.Second, Arm.Absent, Arm.ClosedBook];

    /// <summary>Documents of each context, family and language.</summary>
    public int Documents { get; init; } = 8;
    public int Chains { get; init; } = 8;
    public int Orphans { get; init; } = 2;
    public ulong Seed { get; init; } = 20261124;

    /// <summary>Whether replies are stored.</summary>
    public bool Texts { get; init; } = true;
}
