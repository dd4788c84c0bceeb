namespace Haystack.Tokenization;

/// <summary>Which encoding an OpenAI model uses, by its name.</summary>
internal static class OpenAiModels
{
    // From tiktoken's model.py; the longer prefix stands first.
    private static readonly (string Prefix, string Encoding)[] Prefixes =
    [
        ("gpt-5", "o200k_base"), ("gpt-4.5", "o200k_base"), ("gpt-4.1", "o200k_base"), ("gpt-4o", "o200k_base"),
        ("chatgpt-4o", "o200k_base"), ("o1", "o200k_base"), ("o3", "o200k_base"), ("o4-mini", "o200k_base"),
        ("gpt-oss", "o200k_base"), ("gpt-4", "cl100k_base"), ("gpt-3.5", "cl100k_base"), ("gpt-35", "cl100k_base"),
        ("text-embedding-3", "cl100k_base"), ("text-embedding-ada-002", "cl100k_base"),
    ];

    /// <summary>The encoding's name, or null where the model is not known. A fine-tune (<c>ft:…</c>) goes by its base.</summary>
    public static string? Encoding(string model)
    {
        var name = model.StartsWith("ft:", StringComparison.Ordinal) ? model[3..] : model;
        foreach (var (prefix, encoding) in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] is '-' or '.' or ':' or '_'))
                return encoding;
        }

        return null;
    }
}
