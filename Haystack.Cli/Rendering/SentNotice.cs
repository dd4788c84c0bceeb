using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;

namespace Haystack.Cli.Rendering;

/// <summary>Says, before anything is sent, which server gets which key and text from where.</summary>
internal static class SentNotice
{
    /// <summary>Prints the lines of <see cref="Of"/>.</summary>
    public static async Task WriteAsync(SweepOptions options)
    {
        foreach (var line in Of(options))
            await Console.Error.WriteLineAsync(TerminalText.CleanLine(line)).ConfigureAwait(false);
    }

    /// <summary>
    /// One line where a model stands behind a server that may be given a key, or behind an Ollama on another machine; a second where
    /// others could read on the way what is sent.
    /// </summary>
    public static IEnumerable<string> Of(SweepOptions options)
    {
        if (options.Models.Any(m => m.StartsWith("openai/", StringComparison.Ordinal)))
        {
            var (address, variable, readable) = OpenAiAccess.Given(options.BaseUrl, options.ApiKeyVariable);
            yield return $"{address} gets {(variable is null ? "no key" : $"the key in {variable}")} and text of {options.Corpus}";
            if (readable)
                yield return "warning: the key and the text travel over http, readable by everybody on the way";
        }

        // Without a name every model of the Ollama is meant.
        if (options.Models.Count > 0 && !options.Models.Any(IsOfOllama))
            yield break;
        var ollama = OllamaEndpoint.Parse(options.Endpoint ?? new ModelServerOptions().Endpoint);
        if (ollama.IsLoopback)
            yield break;
        yield return $"{ollama.GetLeftPart(UriPartial.Path).TrimEnd('/')} gets no key and text of {options.Corpus}";
        if (ollama.Scheme == Uri.UriSchemeHttp)
            yield return "warning: the text travels over http, readable by everybody on the way";
    }

    private static bool IsOfOllama(string model) => ModelSpec.Parse(model).Provider == "ollama";
}
