using System.CommandLine;
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

    public ServerOptions(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_endpoint, _baseUrl, _apiKey, _tokenizer])
            command.Add(option);
    }

    /// <summary>What was given, for asking a model.</summary>
    public SweepOptions ReadSweep(ParseResult parsed) => new()
    {
        Endpoint = parsed.GetValue(_endpoint),
        BaseUrl = parsed.GetValue(_baseUrl),
        ApiKeyVariable = parsed.GetValue(_apiKey),
        Tokenizer = parsed.GetValue(_tokenizer),
    };

    /// <summary>What was given.</summary>
    /// <exception cref="HaystackException">The tokenizer is none.</exception>
    public ModelServerOptions Read(ParseResult parsed)
    {
        var options = new ModelServerOptions
        {
            BaseUrl = parsed.GetValue(_baseUrl),
            ApiKeyVariable = parsed.GetValue(_apiKey),
            TokenizerOverride = parsed.GetValue(_tokenizer) is { } spec ? TokenizerSpec.Load(spec) : null,
        };
        return parsed.GetValue(_endpoint) is { } endpoint ? options with { Endpoint = endpoint } : options;
    }
}
