using System.Text.Json;
using System.Text.RegularExpressions;
using Haystack.Inference.Wire;

namespace Haystack.Inference.OpenAi;

/// <summary>Tells the models of a list that answer in text from those that embed, rank, speak, listen or paint.</summary>
internal static partial class ChatModels
{
    private static readonly string[] Kinds = ["type", "task", "kind", "model_type", "modality", "pipeline_tag", "object_type", "category"];

    /// <summary>Whether the entry is of a chat model, as far as it tells.</summary>
    public static bool Is(JsonElement entry)
    {
        if (OpenAiApi.IdOf(entry) is not { } id || OtherName().IsMatch(id))
            return false;
        if (Kinds.Any(k => entry.Text(k) is { } kind && OtherKind().IsMatch(kind)))
            return false;
        if (entry.Member("capabilities") is { ValueKind: JsonValueKind.Object } capabilities && capabilities.Flag("completion_chat") == false)
            return false;
        var outputs = (entry.Member("architecture") ?? entry).Items("output_modalities").Select(m => m.ValueKind == JsonValueKind.String ? m.Text() : null).ToList();
        return outputs.Count == 0 || outputs.Contains("text");
    }

    [GeneratedRegex(@"embed|(^|[/_.:-])(bge|e5|gte|minilm|rerank\w*|ranker|tts|whisper|dall-?e|stable-?diffusion|sd-?xl|sdxl|sd3|flux|imagen|image|sora|veo|moderation|guard-?rails?|transcribe|asr|stt|speech|audio|realtime|clip|kokoro|parakeet|ocr|colbert|splade)(?=$|[/_.:\d-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherName();

    [GeneratedRegex(@"embed|rerank|^rank|speech|tts|transcri|audio|^image|to-image|diffusion|moderation|video|asr|stt|feature-extraction|sentence-similarity|classif", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherKind();
}
