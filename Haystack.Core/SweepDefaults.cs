using Haystack.Facts;

namespace Haystack;

/// <summary>The defaults of a sweep, in one place.</summary>
public static class SweepDefaults
{
    /// <summary>Largest context, in tokens.</summary>
    public const int MaxContextTokens = 32 * 1024;

    /// <summary>Documents for each context length.</summary>
    public const int Documents = 16;

    /// <summary>Whole chains in each document.</summary>
    public const int ChainsPerDocument = 8;

    /// <summary>Chains with a fact left out in each document.</summary>
    public const int OrphansPerDocument = 2;

    /// <summary>Most tokens of a reply where the context is large enough: 4k.</summary>
    public const int MaxOutputTokens = 4 * 1024;

    /// <summary>Most tokens of a reply where a model of the sweep thinks and the context is large enough: 8k.</summary>
    public const int MaxThinkingOutputTokens = 8 * 1024;

    /// <summary>Least tokens of a reply that a budget made from a small context leaves.</summary>
    public const int LeastOutputTokens = 256;

    /// <summary>Headers that carry a document's key to a router.</summary>
    public static IReadOnlyList<string> SessionHeaders { get; } = ["X-Session-ID"];

    /// <summary>Facts a chain.</summary>
    public const int Hops = 2;

    /// <summary>The root seed.</summary>
    public const ulong Seed = 1;

    /// <summary>The corpus.</summary>
    public const string Corpus = "chronicle";

    /// <summary>The family.</summary>
    public const string Family = "link";

    /// <summary>The language.</summary>
    public const string Language = "en";

    /// <summary>Wall-clock budget of one trial.</summary>
    public static readonly TimeSpan TrialTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The arms.</summary>
    public static readonly IReadOnlyList<Arm> Arms = [Arm.Pair, Arm.First, Arm.Second, Arm.Absent];
}
