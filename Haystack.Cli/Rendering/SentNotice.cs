using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Models;

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
        // Without a name every model of the server is meant.
        (string Provider, ModelServerOptions At)[] models = options.Models.Count == 0
            ? [.. Places(ModelSpec.Parse($"{(options.BaseUrl is null ? OllamaServer.Provider : OpenAiServer.Provider).Name}/any"), options)]
            : [.. options.Models.Select(ModelSpec.Parse).SelectMany(m => Places(m, options))];
        foreach (var (baseUrl, variableNamed) in models.Where(m => PlaceOf(m.Provider) == ServerSetting.BaseUrl).Select(m => (m.At.BaseUrl, m.At.ApiKeyVariable)).Distinct())
        {
            var (address, variable, readable) = OpenAiAccess.Given(baseUrl, variableNamed);
            yield return $"{address} gets {(variable is null ? "no key" : $"the key in {variable}")} and text of {options.Corpus}";
            if (readable)
                yield return "warning: the key and the text travel over http, readable by everybody on the way";
        }

        foreach (var ollama in models.Where(m => PlaceOf(m.Provider) == ServerSetting.Endpoint).Select(m => OllamaEndpoint.Parse(m.At.Endpoint)).Distinct().Where(a => !a.IsLoopback))
        {
            yield return $"{ollama.GetLeftPart(UriPartial.Path).TrimEnd('/')} gets no key and text of {options.Corpus}";
            if (ollama.Scheme == Uri.UriSchemeHttp)
                yield return "warning: the text travels over http, readable by everybody on the way";
        }
    }

    private static ServerSetting? PlaceOf(string provider) => ModelProviders.Find(provider)?.Place;

    private static IEnumerable<(string Provider, ModelServerOptions At)> Places(ModelSpec spec, SweepOptions options)
    {
        var shared = new ModelServerOptions { ApiKeyVariable = options.ApiKeyVariable };
        var several = Servers.Addresses(options, spec).Select(a => shared with { BaseUrl = a.Url, Endpoint = a.Url }).DefaultIfEmpty(shared);
        // What counts tokens is no matter here, and is not read twice.
        return several.Select(s => (spec.Provider, ModelPlace.Of(spec) is { } place ? (place with { Tokenizer = null }).On(s) : s));
    }
}
