using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;

namespace Haystack.Cli.Rendering;

/// <summary>Says, before anything is sent, which server gets which key and text from where.</summary>
internal static class SentNotice
{
    /// <summary>
    /// One line where a model stands behind a server that may be given a key, or behind an Ollama on another machine; a second where
    /// others could read on the way what is sent.
    /// </summary>
    public static async Task WriteAsync(SweepOptions options)
    {
        if (options.Models.Any(m => m.StartsWith("openai/", StringComparison.Ordinal)))
        {
            var (address, variable, readable) = OpenAiAccess.Given(options.BaseUrl, options.ApiKeyVariable);
            await WriteAsync(address, variable is null ? "no key" : $"the key in {variable}", options.Corpus, readable ? "the key and the text" : null).ConfigureAwait(false);
        }

        // Without a name every model of the Ollama is meant.
        if (options.Models.Count > 0 && !options.Models.Any(IsOfOllama))
            return;
        var ollama = OllamaEndpoint.Parse(options.Endpoint ?? new ModelServerOptions().Endpoint);
        if (!ollama.IsLoopback)
            await WriteAsync(ollama.GetLeftPart(UriPartial.Path).TrimEnd('/'), "no key", options.Corpus, ollama.Scheme == Uri.UriSchemeHttp ? "the text" : null).ConfigureAwait(false);
    }

    private static bool IsOfOllama(string model) => ModelSpec.Parse(model).Provider == "ollama";

    private static async Task WriteAsync(string address, string key, string corpus, string? readable)
    {
        await Console.Error.WriteLineAsync(TerminalText.CleanLine($"{address} gets {key} and text of {corpus}")).ConfigureAwait(false);
        if (readable is not null)
            await Console.Error.WriteLineAsync($"warning: {readable} {(readable == "the text" ? "travels" : "travel")} over http, readable by everybody on the way").ConfigureAwait(false);
    }
}
