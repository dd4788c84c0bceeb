namespace Haystack.Inference.OpenAi;

/// <summary>What is known of hosted models by name, since their servers do not tell.</summary>
internal static class KnownModels
{
    // Context windows in tokens as the makers document them (platform.openai.com/docs/models, api-docs.deepseek.com);
    // the longer prefix stands first.
    private static readonly (string Prefix, int Tokens)[] Contexts =
    [
        ("gpt-5", 400_000), ("gpt-4.1", 1_047_576), ("gpt-4.5", 128_000), ("gpt-4o", 128_000), ("chatgpt-4o", 128_000),
        ("gpt-4-turbo", 128_000), ("gpt-4-32k", 32_768), ("gpt-4-1106", 128_000), ("gpt-4-0125", 128_000), ("gpt-4", 8_192),
        ("gpt-3.5-turbo", 16_385), ("o1-mini", 128_000), ("o1-preview", 128_000), ("o1", 200_000), ("o3", 200_000), ("o4-mini", 200_000),
        ("deepseek-chat", 131_072), ("deepseek-reasoner", 131_072),
    ];

    private static readonly string[] Reasoning = ["o1", "o3", "o4", "gpt-5"];

    /// <summary>The context window of <paramref name="name"/>; null where it is not known.</summary>
    public static int? ContextTokens(string name) =>
        Contexts.Where(c => BaseName(name).StartsWith(c.Prefix, StringComparison.Ordinal)).Select(c => (int?)c.Tokens).FirstOrDefault();

    /// <summary>Whether it takes the parameters of o1 and its like: no temperature, no system message.</summary>
    public static bool IsReasoning(string name) =>
        Reasoning.Any(r => BaseName(name) == r || BaseName(name).StartsWith($"{r}-", StringComparison.Ordinal) || (r == "gpt-5" && BaseName(name).StartsWith("gpt-5.", StringComparison.Ordinal)))
        && !BaseName(name).StartsWith("gpt-5-chat", StringComparison.Ordinal);

    /// <summary>Whether it can be told how much to think; the first of o1's like cannot, and refuse to be told.</summary>
    public static bool TakesEffort(string name) =>
        !BaseName(name).StartsWith("o1-mini", StringComparison.Ordinal) && !BaseName(name).StartsWith("o1-preview", StringComparison.Ordinal);

    // A fine-tune (ft:base:…) goes by its base.
    private static string BaseName(string name) => name.StartsWith("ft:", StringComparison.Ordinal) ? name[3..] : name;
}
