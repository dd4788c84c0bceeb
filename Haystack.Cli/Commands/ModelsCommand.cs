using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Rendering;
using Haystack.Inference;
using Haystack.Inference.Listing;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Preparing;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack models</c>: what could be swept, and what would be known of it.</summary>
internal static class ModelsCommand
{
    private const int ExampleContext = 32 * 1024;

    public static Command Create()
    {
        var command = new Command("models", "Lists the chat models of an Ollama (or, with --base-url, of an OpenAI-compatible server) with context length, tokenizer, quantization, size, what a sweep with the defaults would take, and sampling.");
        var server = new ServerOptions(command);
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each model." };
        command.Add(json);
        command.Runs((parsed, cancellationToken) =>
        {
            var (options, isNamed) = server.Read(parsed);
            return ListAsync(options, isNamed, parsed.GetValue(json), Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    internal static async Task<int> ListAsync(ModelServerOptions options, bool isNamed, bool json, TextWriter output, TextWriter notices, CancellationToken cancellationToken)
    {
        using var servers = new ModelServers(options);
        IReadOnlyList<ModelEntry> entries;
        // An address that is none, or a key that is not there, is a mistake to be told.
        var server = servers.For((options.BaseUrl is null ? OllamaServer.Provider : OpenAiServer.Provider).Name);
        try
        {
            entries = await ModelListing.OfAsync(server, cancellationToken).ConfigureAwait(false);
            if (entries.Count == 0)
                await notices.WriteLineAsync("the server has no chat models (ollama pull qwen3:8b gets one); the built-in readers:").ConfigureAwait(false);
        }
        // A server that was named and does not answer is a mistake to be told, as a sweep tells it.
        catch (HaystackException e) when (!isNamed)
        {
            await notices.WriteLineAsync($"{TerminalText.CleanLine(e.Message)}; the built-in readers are always there:").ConfigureAwait(false);
            entries = [];
        }

        if (entries.Count == 0)
        {
            var readers = new List<ModelEntry>();
            foreach (var provider in ModelProviders.All.Where(p => p.IsInProcess))
                readers.AddRange(await ModelListing.OfAsync(servers.For(provider.Name), cancellationToken).ConfigureAwait(false));
            entries = readers;
        }

        entries = [.. entries.Select(WithSweep)];
        if (json)
        {
            foreach (var entry in entries)
                await output.WriteLineAsync(Json.Line(entry)).ConfigureAwait(false);
            return ExitCodes.Done;
        }

        await output.WriteAsync(TextTable.Of(
            ["model", "context", "tokenizer", "size", "quantization", "on disk", $"loaded at {TokenSize.Format(ExampleContext)}", "a sweep takes", "thinks", "sampling"],
            entries.Select(Row))).ConfigureAwait(false);
        foreach (var entry in entries.Where(e => e.Fault is not null || e.TokenizerNote is not null))
            await notices.WriteLineAsync(TerminalText.CleanLine($"{entry.Name}: {entry.Fault ?? $"token counts are approximate: {entry.TokenizerNote}"}")).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static ModelEntry WithSweep(ModelEntry entry) => entry.Fault is null && PlanCosts.OfDefaultSweep(entry.Name, entry.MaxContextTokens) is var (trials, computed)
        ? entry with { SweepTrials = trials, SweepPromptTokens = computed }
        : entry;

    private static IReadOnlyList<string> Row(ModelEntry entry) => entry.Fault is not null
        ? [entry.Name, "cannot be swept"]
        :
        [
            entry.Name,
            entry.MaxContextTokens is { } tokens ? TokenSize.Format(tokens) : "any",
            $"{entry.TokenizerGrade.ToString()!.ToLowerInvariant()} ({entry.TokenizerSource})",
            entry.ParameterSize ?? "",
            entry.Quantization ?? "",
            Gigabytes(entry.SizeBytes),
            Gigabytes(entry.BytesLoaded(Math.Min(ExampleContext, entry.MaxContextTokens ?? ExampleContext))),
            entry is { SweepTrials: { } trials, SweepPromptTokens: { } computed } ? string.Create(CultureInfo.InvariantCulture, $"{trials:N0} trials, {computed / 1e6:0.0}M prompt tokens") : "",
            entry.Think ?? "",
            entry.Sampling ?? "",
        ];

    private static string Gigabytes(long? bytes) =>
        bytes is { } b ? string.Create(CultureInfo.InvariantCulture, $"{b / 1e9:0.0} GB") : "";
}
