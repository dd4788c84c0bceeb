using System.Globalization;
using Haystack.Inference.Listing;
using Haystack.Inference.Ollama;
using Haystack.Inference.Wire;

namespace Haystack.Inference.Health;

/// <summary>Looks at an Ollama: whether it is there, its version, its models, and the memory that they would take.</summary>
internal static class ServerCheck
{
    /// <summary>What there is to say of <paramref name="server"/>, for a sweep up to <paramref name="contextTokens"/>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="contextTokens">The context size that a sweep would ask for.</param>
    /// <param name="memoryBytes">The memory that models may take on that machine; null where it is not known.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public static async Task<IReadOnlyList<CheckFinding>> RunAsync(
        OllamaServer server, int contextTokens, long? memoryBytes, CancellationToken cancellationToken)
    {
        var findings = new List<CheckFinding>();
        try
        {
            var version = await server.Api.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            findings.Add(version.CountingFault is { } fault
                ? new(FindingLevel.Bad, "Ollama", $"version {version.Text} at {server.Api.Address}: {fault}", "update it to 0.30.1 or later (0.33 or later also reports cached tokens)")
                : new(FindingLevel.Good, "Ollama", $"version {version.Text} at {server.Api.Address}"));
            if (version.CountingFault is not null)
                return findings;
            var models = await ModelListing.OfAsync(server, cancellationToken).ConfigureAwait(false);
            if (models.Count == 0)
                findings.Add(new(FindingLevel.Warning, "models", "it has no chat model", "ollama pull qwen3:8b (or any other)"));
            findings.AddRange(models.Select(m => OfModel(m, contextTokens, memoryBytes)));
            foreach (var running in await server.Api.ListRunningAsync(cancellationToken).ConfigureAwait(false))
            {
                if (OfRunning(running) is { } finding)
                    findings.Add(finding);
            }
        }
        catch (HaystackException e)
        {
            findings.Add(new(FindingLevel.Warning, "Ollama", e.Message, "ollama serve (or --endpoint URL, OLLAMA_HOST); without it a sweep takes the built-in readers"));
        }

        return findings;
    }

    private static CheckFinding OfModel(ModelEntry model, int contextTokens, long? memoryBytes)
    {
        if (model.Fault is { } fault)
            return new(FindingLevel.Warning, model.Name, fault);
        var context = Math.Min(contextTokens, model.MaxContextTokens ?? contextTokens);
        var grade = model.TokenizerNote is { } note ? $"; token counts are approximate ({OneLine.Of(note)})" : "";
        if (model.BytesLoaded(context) is not { } bytes)
            return new(FindingLevel.Good, model.Name, $"num_ctx {TokenSize.Format(context)}: the model does not say what it takes{grade}");
        var text = $"num_ctx {TokenSize.Format(context)}: about {Gigabytes(bytes)} ({Gigabytes(model.SizeBytes!.Value)} of weights, {Gigabytes(model.CacheBytesPerToken!.Value * context)} of cache at 16 bits){grade}";
        if (memoryBytes is not { } memory || bytes <= memory)
            return new(model.TokenizerNote is null ? FindingLevel.Good : FindingLevel.Warning, model.Name, text, model.TokenizerNote is null ? null : "--tokenizer hf:PATH or gguf:PATH names the model's own");
        var fits = (memory - model.SizeBytes.Value) / model.CacheBytesPerToken.Value;
        return new(
            FindingLevel.Warning,
            model.Name,
            $"{text}, more than the {Gigabytes(memory)} there are",
            fits >= 1024
                ? $"--max-ctx {TokenSize.Format((int)Math.Min(int.MaxValue, fits) / 1024 * 1024)} fits; or OLLAMA_FLASH_ATTENTION=1 with OLLAMA_KV_CACHE_TYPE=q8_0, which halves the cache"
                : "a smaller or more strongly quantized model");
    }

    private static CheckFinding? OfRunning(OllamaTag running) =>
        running is { Size: { } size, SizeVram: { } vram } && vram < size
            ? new(
                FindingLevel.Warning,
                running.Name,
                $"is loaded with num_ctx {running.ContextLength?.ToString(CultureInfo.InvariantCulture) ?? "?"} and only {Gigabytes(vram)} of its {Gigabytes(size)} in video memory: the rest runs on the processor, many times slower",
                "a smaller --max-ctx or model")
            : null;

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
