using System.CommandLine;
using Haystack.Cli.Settings;
using Haystack.Inference;
using Haystack.Tokenization;

namespace Haystack.Cli.Commands;

/// <summary>The options that say where models are, for commands that look at servers without sweeping.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string?> _endpoint = new("--endpoint") { HelpName = "URL", Description = "The Ollama server (default: OLLAMA_HOST, then http://127.0.0.1:11434)." };
    private readonly Option<string?> _baseUrl = new("--base-url") { HelpName = "URL", Description = "An OpenAI-compatible server, /v1 included." };
    private readonly Option<string?> _apiKey = new("--api-key-env") { HelpName = "NAME", Description = "The environment variable that holds its API key." };
    private readonly Option<string?> _tokenizer = new("--tokenizer") { HelpName = "SPEC", Description = "A tokenizer that counts for every model (tiktoken:NAME, hf:PATH, gguf:PATH)." };

    private readonly Option<string?> _config = SettingsFile.Option();

    public ServerOptions(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_endpoint, _baseUrl, _apiKey, _tokenizer, _config])
            command.Add(option);
    }

    /// <summary>What was given on the command line, by the environment or in a settings file, for asking a model.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="models">The models that are asked; none where a server is asked what it has.</param>
    /// <exception cref="HaystackException">The settings file is none, or may not say what it says; or no model is asked at a server that was typed.</exception>
    public SweepOptions ReadSweep(ParseResult parsed, params string[] models)
    {
        var file = SettingsFile.Load(parsed.GetValue(_config));
        string? Of(Option<string?> option) => parsed.GetValue(option) ?? file.Find(option);
        var options = new SweepOptions
        {
            Models = models,
            Endpoint = SweepSettings.FirstAddress(Of(_endpoint)),
            BaseUrl = SweepSettings.FirstAddress(Of(_baseUrl)),
            ApiKeyVariable = Of(_apiKey),
            Tokenizer = Of(_tokenizer),
        };
        UnusedServers.Require(parsed, options);
        return options;
    }

    /// <summary>The same, for looking at servers; and whether a server was named, so that it has to answer.</summary>
    /// <exception cref="HaystackException">The settings file is none, or the tokenizer; or no model is asked at a server that was typed.</exception>
    public (ModelServerOptions Options, bool IsNamed) Read(ParseResult parsed, params string[] models)
    {
        var given = ReadSweep(parsed, models);
        var options = new ModelServerOptions
        {
            BaseUrl = given.BaseUrl,
            ApiKeyVariable = given.ApiKeyVariable,
            TokenizerOverride = given.Tokenizer is { } spec ? TokenizerSpec.Load(spec) : null,
        };
        return (given.Endpoint is { } endpoint ? options with { Endpoint = endpoint } : options, given.Endpoint is not null || given.BaseUrl is not null);
    }
}
