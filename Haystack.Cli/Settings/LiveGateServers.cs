using System.CommandLine;

namespace Haystack.Cli.Settings;

/// <summary>Where the model of a live gate is and how it is asked: the settings of a sweep, by the same names and in the same places.</summary>
internal sealed class LiveGateServers
{
    private readonly Option<string?> _endpoint, _baseUrl, _apiKey, _tokenizer, _corpus, _seed, _maxOutput, _timeout, _parallel, _inFlight;
    private readonly List<Option<string?>> _options = [];

    /// <summary>Declares the options on a command.</summary>
    public LiveGateServers(Command command)
    {
        _endpoint = Add(command, "--endpoint", "URL", "The Ollama server (default: OLLAMA_HOST, then http://127.0.0.1:11434).");
        _baseUrl = Add(command, "--base-url", "URL", "The OpenAI-compatible server, /v1 included.");
        _apiKey = Add(command, "--api-key-env", "NAME", "The environment variable that holds its API key.");
        _tokenizer = Add(command, "--tokenizer", "SPEC", "Use this tokenizer, not the model's own (tiktoken:NAME, hf:PATH, gguf:PATH).");
        _corpus = Add(command, "--corpus", "NAME|PATH", "What the documents are made of (default chronicle).");
        _seed = Add(command, "--seed", "N", "Where everything random comes from (default 1).");
        _maxOutput = Add(command, "--max-output", "SIZE", "Most tokens of a reply, thinking included.");
        _timeout = Add(command, "--trial-timeout", "TIME", "Most time for one question, such as 90s, 10m (default 10m).");
        _parallel = Add(command, "--parallel", "N", "Documents in flight at a time.");
        _inFlight = Add(command, "--in-flight", "N", "Questions in flight at a time.");
    }

    /// <summary>Refuses them for a stored run.</summary>
    /// <exception cref="HaystackException">One was given.</exception>
    public void RequireNone(ParseResult parsed)
    {
        if (_options.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } stray)
            throw new HaystackException($"{stray.Name} is for asking a model; RUN is a stored one");
    }

    /// <summary>The options that they make.</summary>
    /// <exception cref="HaystackException">A value is not of its form.</exception>
    public SweepOptions Read(ParseResult parsed, SettingsFile file)
    {
        string? Of(Option<string?> option) => parsed.GetValue(option) ?? file.Find(option.Name);
        var defaults = new SweepOptions();
        return new SweepOptions
        {
            Endpoint = SweepSettings.FirstAddress(Of(_endpoint)),
            BaseUrl = SweepSettings.FirstAddress(Of(_baseUrl)),
            ApiKeyVariable = Of(_apiKey),
            Tokenizer = Of(_tokenizer),
            Corpus = Of(_corpus) ?? defaults.Corpus,
            Seed = Of(_seed) is { } seed ? SweepSettings.ParseSeed(seed) : defaults.Seed,
            MaxOutputTokens = Of(_maxOutput) is { } output ? TokenSize.Parse(output) : null,
            TrialTimeout = Of(_timeout) is { } timeout ? Duration.Parse(timeout) : defaults.TrialTimeout,
            InFlight = Of(_inFlight) is { } inFlight ? SweepSettings.Number(inFlight, "--in-flight", 1) : null,
            Parallel = Of(_parallel) is { } parallel ? SweepSettings.Number(parallel, "--parallel", 1) : null,
        };
    }

    private Option<string?> Add(Command command, string name, string helpName, string description)
    {
        var option = new Option<string?>(name) { Description = $"Without RUN: {char.ToLowerInvariant(description[0])}{description[1..]}", HelpName = helpName };
        command.Add(option);
        _options.Add(option);
        return option;
    }
}
