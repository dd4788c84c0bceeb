namespace Haystack.Benchmarks.Scale;

/// <summary>A server as a plan is replayed on it. Times are seconds.</summary>
internal sealed record ReplayServer
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Questions under way at a time: of documents side by side, each one's one after the other, or <see cref="Together"/>.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>
    /// Whether they are of one document, whose first is asked by itself and whose cold ones last; the next document begins
    /// once all that need the cache are begun. So a sweep asks where slots share the prefix cache.
    /// </summary>
    public bool Together { get; init; }

    /// <summary>Prompt tokens that it reads a second where they are few; slots that read share them.</summary>
    public double PrefillRate { get; init; } = double.PositiveInfinity;

    /// <summary>The context length at which it reads half as fast: attention over what was read before; infinite where length costs nothing.</summary>
    public double HalfRateTokens { get; init; } = double.PositiveInfinity;

    /// <summary>Seconds of a token of a reply, alone: the weights are read for it.</summary>
    public double TokenSeconds { get; init; }

    /// <summary>Seconds that a token takes longer for each other reply that is made at the same time.</summary>
    public double SecondsAnotherReply { get; init; }

    /// <summary>Seconds of each question beside reading and writing: the way there and back, the client, the queue.</summary>
    public double QuestionSeconds { get; init; }

    /// <summary>Whether the next question about a document finds it in the cache.</summary>
    public bool HasCache { get; init; } = true;

    /// <summary>The share of questions that fail and are asked again, 0–1.</summary>
    public double FailureShare { get; init; }

    /// <summary>When it dies for good; null where it does not.</summary>
    public double? Dies { get; init; }

    /// <summary>Seconds after which its documents are given to others.</summary>
    public double NoticedAfter { get; init; }

    /// <summary>Prompt tokens that it reads a second behind so many.</summary>
    public double PrefillRateAt(double contextTokens) => PrefillRate / (1 + contextTokens / HalfRateTokens);
}
