using System.Text.Json;
using System.Text.RegularExpressions;
using Haystack.Inference.Wire;

namespace Haystack.Inference.OpenAi;

/// <summary>Tells the models of a list that answer in text from those that embed, rank, speak, listen or paint.</summary>
internal static partial class ChatModels
{
    private static readonly string[] Kinds = ["type", "task", "kind", "model_type", "modality", "pipeline_tag", "object_type", "category", "mode"];
    private static readonly string[] Uses = ["capabilities", "tasks", "endpoints", "supported_endpoints", "supported_endpoint_types", "supported_methods", "supported_generation_methods", "supportedGenerationMethods"];

    /// <summary>Whether the entry is of a chat model, as far as it tells.</summary>
    public static bool Is(JsonElement entry)
    {
        if (OpenAiApi.IdOf(entry) is not { } id || OtherName().IsMatch(id))
            return false;
        if (Kinds.Any(k => entry.Text(k) is { } kind && OtherKind().IsMatch(kind)))
            return false;
        if (entry.Member("capabilities") is { ValueKind: JsonValueKind.Object } capabilities && capabilities.Flag("completion_chat") == false)
            return false;
        // What it is for, where a list of that names nothing that a chat could go by.
        if (Uses.Any(u => entry.Items(u).Select(i => i.ValueKind == JsonValueKind.String ? i.Text() : null).OfType<string>().ToList() is { Count: > 0 } uses && uses.Any(OtherKind().IsMatch) && !uses.Any(ChatUse().IsMatch)))
            return false;
        if ((entry.Member("architecture") ?? entry).Text("modality") is { } modality && Output().Match(modality) is { Success: true } output && !output.Value.Contains("text", StringComparison.OrdinalIgnoreCase))
            return false;
        var outputs = (entry.Member("architecture") ?? entry).Items("output_modalities").Select(m => m.ValueKind == JsonValueKind.String ? m.Text() : null).ToList();
        return outputs.Count == 0 || outputs.Contains("text");
    }

    [GeneratedRegex(@"embed|(^|[/_.:-])(bge|e5|gte|minilm|rerank\w*|ranker|tts|whisper|dall-?e|stable-?diffusion|sd-?xl|sdxl|sd3|flux|imagen|image|sora|veo|moderation|guard-?rails?|transcribe|asr|stt|speech|audio|realtime|clip|kokoro|parakeet|ocr|colbert|splade|sentence-transformers|mpnet|cross-encoder|ms-marco|voyage|musicgen|bark|suno|midjourney|ideogram|recraft|kling|[ti]2[vi]|cogvideo\w*|seedream|seedance|video|wav2vec\w*|(?:llama-?)?guard|shieldgemma|babbage-002|davinci-002|turbo-instruct|similarity|diarization|yolo\w*|siglip|(?:modern|ro|de|distil)?bert\w*)(?=$|[/_.:\d-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherName();

    [GeneratedRegex("chat|complet|generat(?!e?-?(image|video|audio|embed))|respons|message|text", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChatUse();

    [GeneratedRegex("->.*$", RegexOptions.CultureInvariant)]
    private static partial Regex Output();

    [GeneratedRegex(@"embed|rerank|^rank|speech|tts|transcri|audio|^image|to-image|diffusion|moderation|video|asr|stt|feature-extraction|sentence-similarity|classif", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherKind();
}
