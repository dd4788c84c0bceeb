using System.Text.Json;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Ollama;

/// <summary>A model as <c>/api/tags</c> and <c>/api/ps</c> list it.</summary>
internal sealed record OllamaTag
{
    /// <summary>Its name, tag included.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its manifest.</summary>
    public string? Digest { get; init; }

    /// <summary>Bytes on disk (<c>tags</c>) or in memory (<c>ps</c>).</summary>
    public long? Size { get; init; }

    /// <summary>Bytes of video memory (<c>ps</c>).</summary>
    public long? SizeVram { get; init; }

    /// <summary>The context size it is loaded with (<c>ps</c>, since 0.10.0).</summary>
    public int? ContextLength { get; init; }

    /// <summary>The family, such as <c>qwen2</c>.</summary>
    public string? Family { get; init; }

    /// <summary>Such as <c>32.8B</c>.</summary>
    public string? ParameterSize { get; init; }

    /// <summary>Such as <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>Whether it runs elsewhere: a sweep must not send documents there unasked.</summary>
    public bool IsRemote { get; init; }

    /// <summary>Reads an entry; null where it has no name.</summary>
    public static OllamaTag? Read(JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.String && entry.Text() is { Length: > 0 } bare)
            return new OllamaTag { Name = bare, IsRemote = IsCloud(bare) };
        if ((entry.Text("name") ?? entry.Text("model")) is not { Length: > 0 } name)
            return null;
        var details = entry.Member("details");
        return new OllamaTag
        {
            Name = name,
            Digest = entry.Text("digest"),
            Size = entry.Integer("size"),
            SizeVram = entry.Integer("size_vram"),
            ContextLength = entry.Integer("context_length") is { } length and > 0 and <= int.MaxValue ? (int)length : null,
            Family = details?.Text("family"),
            ParameterSize = details?.Text("parameter_size"),
            Quantization = details?.Text("quantization_level"),
            IsRemote = entry.Text("remote_host") is { Length: > 0 } || entry.Text("remote_model") is { Length: > 0 } || IsCloud(name),
        };
    }

    /// <summary>Whether <paramref name="name"/> names this model as Ollama reads names: whatever the letters' case, with or without <c>:latest</c> and its own registry.</summary>
    public bool IsCalled(string name) => string.Equals(Full(Name), Full(name), StringComparison.OrdinalIgnoreCase);

    // By its name too: not every version says where such a model runs.
    private static bool IsCloud(string name) => name.EndsWith("-cloud", StringComparison.OrdinalIgnoreCase) || name.EndsWith(":cloud", StringComparison.OrdinalIgnoreCase);

    private static string Full(string name)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["https://", "registry.ollama.ai/", "library/"])
            name = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
        return name.LastIndexOf(':') > name.LastIndexOf('/') ? name : $"{name}:latest";
    }
}
