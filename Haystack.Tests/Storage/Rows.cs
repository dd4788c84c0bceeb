using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Tests.Storage;

/// <summary>Rows for the store's own tests.</summary>
internal static class Rows
{
    public static readonly IReadOnlyDictionary<string, string> Manifest = new Dictionary<string, string>
    {
        ["seed"] = "1",
        ["documents"] = "16",
        ["info_tool_version"] = "0.1.0",
    };

    public static TrialRow Trial(int number, Outcome outcome = Outcome.Correct, string? response = null) => new()
    {
        Key = $"{number:x32}",
        Model = "m",
        DocumentId = "link-en-2048-0000-abcdef01",
        Chain = 0,
        Family = "link",
        Language = "en",
        Arm = Arm.Pair,
        Order = FactOrder.BridgeLast,
        Hops = 2,
        ContextTokens = 2048,
        DistanceTokens = 256,
        Position = 0.25,
        FactPosition = null,
        ChanceLevel = 0.125,
        PromptTokensPlanned = 2040,
        PromptTokensCounted = 2040,
        CachedPromptTokens = 1900,
        Outcome = outcome,
        Answer = "Tavrenko",
        Reading = "the server's count is the planned one\nread from the answer line",
        Expected = "Tavrenko",
        Question = "Where?",
        Response = response ?? "Answer: Tavrenko \u001b[31m \ud83d\ude00",
        Thinking = "…",
        Stop = "Finished",
        DoneReason = "stop",
        OutputTokens = 7,
        ThinkingTokens = 3,
        SecondsToFirstToken = 0.5,
        ThinkingSeconds = 0.25,
        TotalSeconds = 1.5,
        PrefillRate = 1000,
        DecodeRate = 20,
        PromptSha256 = new string('a', 64),
        Attempts = 2,
    };

    public static ModelRow Model(string? digest = "sha256:1") => new()
    {
        Name = "m",
        Provider = "ollama",
        Digest = digest,
        Quantization = "Q4_K_M",
        NumCtx = 8192,
        TokenizerSource = "ollama:gpt2/qwen2",
        TokenizerFingerprint = "f",
        TokenizerGrade = TokenizerGrade.Verified,
        TemplateTokens = 9,
        Properties = new SortedDictionary<string, string> { ["sampling.temperature"] = "0.6" },
    };
}
