namespace Haystack.Tests.Inference.Fakes;

/// <summary>How a <see cref="FakeOllama"/> behaves.</summary>
internal sealed record FakeOllamaOptions
{
    /// <summary>Its version: decides the shapes of counts, as in the real ones.</summary>
    public string Version { get; init; } = "0.34.0";

    public IReadOnlyList<FakeModel> Models { get; init; } = [new FakeModel { Name = "test:7b" }];

    /// <summary>What a model says to a prompt.</summary>
    public Func<FakeRequest, FakeAnswer> Answer { get; init; } = _ => "Answer: none";

    /// <summary>Which fault a request meets; null for none.</summary>
    public Func<FakeRequest, FakeFault?> Fault { get; init; } = _ => null;

    /// <summary>A pause between two tokens; null for none.</summary>
    public TimeSpan? TokenDelay { get; init; }

    /// <summary>The loaded context is clamped to this, as a server short of memory might; null for no clamp.</summary>
    public int? ClampNumCtx { get; init; }

    /// <summary>Whether its prompt counts leave out what came from the cache.</summary>
    public bool LeavesOutCached { get; init; }

    /// <summary>Whether it reads every prompt anew.</summary>
    public bool ReusesNothing { get; init; }

    /// <summary>How long a token of a prompt takes to be read, as it says; it is not waited for.</summary>
    public TimeSpan ReadingTime { get; init; } = TimeSpan.FromMicroseconds(1);

    /// <summary>Whether it tells no prompt count at all.</summary>
    public bool TellsNoCount { get; init; }
}
