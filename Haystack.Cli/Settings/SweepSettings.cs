using System.CommandLine;
using System.Globalization;
using Haystack.Cli.Commands;
using Haystack.Corpora;
using Haystack.Facts;
using Haystack.Languages;
using Haystack.Models;
using Haystack.Planning;

namespace Haystack.Cli.Settings;

/// <summary>The options that say what to measure, shared by <c>sweep</c>, <c>plan</c> and <c>generate</c>.</summary>
internal sealed class SweepSettings
{
    private readonly Option<string?> _config = SettingsFile.Option();

    private readonly Option<string[]> _models, _endpoint, _baseUrl;
    private readonly Option<string?> _maxContext, _contexts, _distances, _documents, _ciWidth, _d50Width, _chains, _intervening, _families, _languages, _arms, _hops, _corpus,
        _tokenizer, _seed, _out, _session, _apiKey, _maxOutput, _timeout, _minutes, _maxTokens, _parallel, _inFlight, _verify, _question, _arrange, _cache, _answer;

    /// <summary>Declares the options on a command.</summary>
    public SweepSettings(Command command)
    {
        _models = new Option<string[]>("--model", "-m")
        {
            Description = "A model, [provider/]name[?option=value&…]; repeatable. Providers: ollama (if left out), openai, gguf (a file, run in this process), builtin, simulated. Without it: every chat model of the local Ollama, or the built-in readers where there is none.",
            HelpName = "M",
            Arity = ArgumentArity.OneOrMore,
        };
        _models.CompletionSources.Add(_ => ModelCompletion.Names());
        command.Add(_models);
        _maxContext = Add(command, "--max-ctx", "SIZE", "Largest context, prompt and reply together: 512, 4k, 32k, 1m (default 32k).");
        _contexts = Add(command, "--contexts", "SIZES", "Prompt lengths, such as 4k,16k (default: 2k, 4k, 8k … up to what --max-ctx leaves beside the reply).");
        _distances = Add(command, "--distances", "SIZES", "Tokens between the facts, such as 0,256,4k,max (default: 0, 16, 64, 128, 256 … as far as they fit). 0 is always added.");
        _documents = Add(command, "--documents", "N", "Documents for each context length (default 16).");
        _ciWidth = Add(command, "--ci-width", "SHARE", "Stop once every cell's 95% interval is narrower than this, such as 0.2; documents go where they tell most, and --documents is the budget.");
        _d50Width = Add(command, "--d50-width", "DOUBLINGS", "Stop once the 95% interval of D50 spans less than this, such as 1 for 4k to 8k; documents go where D50 gains most, and --documents is the budget.");
        _chains = Add(command, "--chains-per-document", "N", "Fact chains in each document, the same at every length (default 8).");
        _intervening = Add(command, "--intervening", "HOW", "Facts of others between a chain's facts: natural (default: as many as come to stand there, which each trial stores), or exact numbers, crossed with the distances that hold them, such as 0,3,6. With numbers, take few --chains-per-document.", "natural", "0,3,6");
        _families = Add(command, "--families", "NAMES", "Fact families, such as link,sum, or all (default link).");
        // Read only when a shell asks: every other command line need not wait for it.
        _families.CompletionSources.Add(_ => [.. FactLibrary.Load().Families, "all"]);
        _languages = Add(command, "--language", "CODES", $"Languages: {string.Join(", ", Language.Codes)} (default {SweepDefaults.Language}).", [.. Language.Codes, string.Join(',', Language.Codes)]);
        _arms = Add(command, "--arms", "NAMES", "Questions: pair, first, second, absent, closed-book (default: the first four).", [.. Enum.GetValues<Arm>().Select(a => a.ToText())]);
        _hops = Add(command, "--hops", "N", "Facts in a chain, 2 to 5 (default 2; more than 2 for the family link only).");
        _question = Add(command, "--question", "WHERE", "Where the question stands: after (default), before, or both. Before costs a whole prefill for every question.", "after", "before", "both");
        _arrange = Add(command, "--arrange", "HOW", "spread (default), gathered (each chain's facts side by side), or both.", "spread", "gathered", "both");
        _cache = Add(command, "--cache", "HOW", "The server's prefix cache: checked (default: some questions are asked again with nothing to reuse), on (unchecked), off (nothing is reused: every question costs a whole prefill).", "checked", "on", "off");
        _answer = Add(command, "--answer", "HOW", "free (default: the prompt asks for a line \"Answer: …\", and the reply is read as it comes) or schema (the server forces a JSON object with the answer; thinking stays free). A model's name can say it for itself, MODEL?answer=schema, so that compare sets both beside each other.", "free", "schema");
        _corpus = Add(command, "--corpus", "NAME|PATH", "What the documents are made of: a shipped or imported corpus, or a .txt/.md file or folder (default chronicle).", [.. CorpusLibrary.Shipped]);
        _tokenizer = Add(command, "--tokenizer", "SPEC", "Use this tokenizer, not the model's own: tiktoken:o200k_base, hf:PATH, gguf:PATH.");
        _seed = Add(command, "--seed", "N", "Where everything random comes from (default 1).");
        _out = Add(command, "--out", "PATH", "Where to write (default: runs/ and a name made from the options, so that the same command resumes).");
        _endpoint = AddMany(command, "--endpoint", "The Ollama server (default: OLLAMA_HOST, then http://127.0.0.1:11434). Several times: servers that carry the same models, between which documents are shared out; \"URL slots=4 weight=2\" says how many questions one takes at a time, and how fast it is.");
        _baseUrl = AddMany(command, "--base-url", "The OpenAI-compatible server; several times as --endpoint. Without --model each chat model that it lists is swept.");
        _session = Add(command, "--session", "HEADERS", "Headers that carry a key of each document, so that a router keeps its questions on one replica (default X-Session-ID; OpenAI-compatible servers get prompt_cache_key too); none sends no key.", "none", "X-Session-ID");
        _apiKey = Add(command, "--api-key-env", "NAME", "The environment variable that holds the API key; only its name is ever stored.");
        _maxOutput = Add(command, "--max-output", "SIZE", "Most tokens of a reply, thinking included (default: an eighth of the largest context, at least 256, at most 4k; 8k where a model thinks and the context allows).");
        _timeout = Add(command, "--trial-timeout", "TIME", "Most time for one question, such as 90s, 10m (default 10m).");
        _minutes = Add(command, "--minutes", "N", "Begin no further question so many minutes after the first; those under way are finished, and the same command goes on.");
        _maxTokens = Add(command, "--max-tokens", "SIZE", "Begin no further question once prompts and replies of this call took so many tokens, such as 2m, those from a cache counted too; the same command goes on.");
        _parallel = Add(command, "--parallel", "N", "Documents in flight at a time (default: 1 on a server, one a core for the built-in readers).");
        _inFlight = Add(command, "--in-flight", "N", "Questions in flight at a time: a document's first fills the server's cache, the others go together (default: as many as the server has slots or gets more done with; 1 on an Ollama, and where --parallel is given).");
        command.Add(_config);
        _verify = Add(command, "--verify", "HOW", "seams (default) or full: tokenize every finished prompt again, by a second encoder that shares nothing with the first, and compare.", "seams", "full");
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="HaystackException">A value is not of its form.</exception>
    public SweepOptions Read(ParseResult parsed)
    {
        var file = SettingsFile.Load(parsed.GetValue(_config));
        string? Of(Option<string?> option) => Text(parsed, option, file);
        string[] Addresses(Option<string[]> option) => [.. (parsed.GetResult(option) is null && file.Find(option.Name) is { } found ? [found] : parsed.GetValue(option) ?? []).SelectMany(List)];
        var defaults = new SweepOptions();
        var languages = Many(Of(_languages), l => l, defaults.Languages);
        var options = new SweepOptions
        {
            Models = parsed.GetResult(_models) is null && file.Find("--model") is { } models ? List(models) : parsed.GetValue(_models) ?? [],
            Contexts = Many(Of(_contexts), TokenSize.Parse, []),
            Distances = Many(Of(_distances), Distance.Parse, []),
            Documents = Number(Of(_documents), "--documents", defaults.Documents),
            CiWidth = Of(_ciWidth) is { } width ? Share(width, "--ci-width") : null,
            D50Width = Of(_d50Width) is { } doublings ? Doublings(doublings) : null,
            ChainsPerDocument = Number(Of(_chains), "--chains-per-document", defaults.ChainsPerDocument),
            InterveningFacts = Of(_intervening) is null or "natural" ? [] : Many(Of(_intervening), n => Number(n, "--intervening", 0), []),
            Families = Of(_families) == "all" ? FactLibrary.Load().FamiliesOf(languages) : Many(Of(_families), f => f, defaults.Families),
            Languages = languages,
            Arms = Many(Of(_arms), FactNames.ParseArm, defaults.Arms),
            Placements = Both(Of(_question), "--question", "after", QuestionPlacement.After, "before", QuestionPlacement.Before),
            Arrangements = Both(Of(_arrange), "--arrange", "spread", Arrangement.Spread, "gathered", Arrangement.Gathered),
            Hops = Number(Of(_hops), "--hops", defaults.Hops),
            Corpus = Of(_corpus) ?? defaults.Corpus,
            Tokenizer = Of(_tokenizer),
            Seed = Of(_seed) is { } seed ? ParseSeed(seed) : defaults.Seed,
            OutputDirectory = Of(_out),
            Endpoint = Addresses(_endpoint).FirstOrDefault(),
            MoreEndpoints = [.. Addresses(_endpoint).Skip(1)],
            BaseUrl = Addresses(_baseUrl).FirstOrDefault(),
            MoreBaseUrls = [.. Addresses(_baseUrl).Skip(1)],
            SessionHeaders = Of(_session) is "none" ? [] : Many(Of(_session), h => h, defaults.SessionHeaders),
            ApiKeyVariable = Of(_apiKey),
            MaxOutputTokens = Of(_maxOutput) is { } output ? TokenSize.Parse(output) : null,
            TrialTimeout = Of(_timeout) is { } timeout ? Duration.Parse(timeout) : defaults.TrialTimeout,
            TimeBudget = Of(_minutes) is { } minutes ? Minutes(minutes) : null,
            TokenBudget = Of(_maxTokens) is { } tokens ? TokenSize.Parse(tokens) : null,
            Parallel = Of(_parallel) is { } parallel ? Number(parallel, "--parallel", 1) : null,
            InFlight = Of(_inFlight) is { } inFlight ? Number(inFlight, "--in-flight", 1) : null,
            Cache = Of(_cache) is { } cache ? PlanNames.ParseCache(cache) : defaults.Cache,
            ForcesAnswer = Of(_answer) switch
            {
                null or "free" => false,
                "schema" => true,
                var other => throw new HaystackException($"--answer is free or schema, not '{other}'"),
            },
            Verify = Of(_verify) switch
            {
                null or "seams" => VerifyMode.Seams,
                "full" => VerifyMode.Full,
                var other => throw new HaystackException($"--verify is seams or full, not '{other}'"),
            },
        };
        UnusedServers.Require(parsed, options);
        // Context lengths that were asked for by name bound the context by themselves.
        var maximum = Of(_maxContext) is { } max
            ? TokenSize.Parse(max)
            : options.Contexts.Count > 0 ? checked(options.Contexts.Max() + Math.Max(options.OutputBudget, options.MaxOutputTokens is null ? SweepDefaults.MaxThinkingOutputTokens : 0)) : defaults.MaxContextTokens;
        return options with { MaxContextTokens = maximum };
    }

    private static Option<string[]> AddMany(Command command, string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "URL", Arity = ArgumentArity.OneOrMore };
        command.Add(option);
        return option;
    }

    private static Option<string?> Add(Command command, string name, string helpName, string description, params string[] values)
    {
        var option = new Option<string?>(name, OptionNames.Others(name)) { Description = description, HelpName = helpName };
        option.CompletionSources.Add(values);
        command.Add(option);
        return option;
    }

    private static string? Text(ParseResult parsed, Option<string?> option, SettingsFile file) =>
        parsed.GetValue(option) ?? file.Find(option);

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>The first of a sweep's servers, for what asks one alone.</summary>
    internal static string? FirstAddress(string? text) => text is null ? null : ServerAddress.Parse(List(text)[0]).Url;

    private static IReadOnlyList<T> Many<T>(string? text, Func<string, T> parse, IReadOnlyList<T> otherwise) =>
        text is null ? otherwise : [.. List(text).Select(parse)];

    internal static int Number(string? text, string option, int otherwise) =>
        text is null ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new HaystackException($"{option} takes a whole number, not '{text}'");

    private static double Doublings(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var doublings)
            ? doublings
            : throw new HaystackException($"--d50-width takes a number of doublings such as 1 or 0.5, not '{text}'");

    private static TimeSpan Minutes(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && double.IsFinite(minutes)
            ? TimeSpan.FromMinutes(Math.Min(minutes, TimeSpan.FromDays(31).TotalMinutes))
            : throw new HaystackException($"--minutes takes a number of minutes such as 90 or 0.5, not '{text}'");

    private static double Share(string text, string option) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
            ? share
            : throw new HaystackException($"{option} takes a share such as 0.2, not '{text}'");

    internal static ulong ParseSeed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new HaystackException($"--seed takes a whole number from 0 on, not '{text}'");

    private static IReadOnlyList<T> Both<T>(string? text, string option, string firstName, T first, string secondName, T second) =>
        text is null || text == firstName ? [first]
        : text == secondName ? [second]
        : text == "both" ? [first, second]
        : throw new HaystackException($"{option} is {firstName}, {secondName} or both, not '{text}'");
}
