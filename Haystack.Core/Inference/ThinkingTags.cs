namespace Haystack.Inference;

/// <summary>
/// The marks between which models are known to think inside their reply: the one list, for timing thinking while it
/// streams in and for cutting it off before an answer is read.
/// </summary>
internal static class ThinkingTags
{
    /// <summary>Opening and closing mark, the usual one first; both are matched without regard to case.</summary>
    public static readonly (string Open, string Close)[] All =
    [
        ("<think>", "</think>"),
        ("<thinking>", "</thinking>"),
        ("<thought>", "</thought>"),
        ("<thoughts>", "</thoughts>"),
        ("<reasoning>", "</reasoning>"),
        ("<reflection>", "</reflection>"),
        ("<scratchpad>", "</scratchpad>"),
        ("<seed:think>", "</seed:think>"),
        ("◁think▷", "◁/think▷"),
        ("[THINK]", "[/THINK]"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
        ("<|START_THINKING|>", "<|END_THINKING|>"),
        ("<|inner_prefix|>", "<|inner_suffix|>"), // Apertus
        ("<unused94>", "<unused95>"), // MedGemma
        ("<|channel>", "<channel|>"), // Gemma 4
    ];
}
