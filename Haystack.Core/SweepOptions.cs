using Haystack.Facts;
using Haystack.Planning;

namespace Haystack;

/// <summary>What a sweep measures and how. Immutable; the same options give the same documents on any machine.</summary>
public sealed record SweepOptions
{
    /// <summary>Models as <c>[provider/]name[?option=value&amp;…]</c>.</summary>
    /// <value>Empty: every chat model that the local Ollama has, or the built-in readers where there is none.</value>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Models behind chat clients of yours; <see cref="Models"/> names them <c>chatclient/NAME</c>.</summary>
    /// <value>Empty. Where there are some and <see cref="Models"/> is empty, they are the models.</value>
    public IReadOnlyList<ChatModel> ChatModels
    {
        get;
        init => field = value.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new HaystackException($"two chat clients' models have the name {twice.Key}") : value;
    } = [];

    /// <summary>The largest context in tokens, prompt and reply together.</summary>
    /// <value>Default 32k; at least 1.</value>
    public int MaxContextTokens { get; init => field = AtLeast(value, 1, "--max-ctx"); } = SweepDefaults.MaxContextTokens;

    /// <summary>Prompt lengths in tokens.</summary>
    /// <value>Empty: the ladder 2k, 4k, 8k … up to what <see cref="MaxContextTokens"/> leaves beside the reply.</value>
    public IReadOnlyList<int> Contexts { get; init; } = [];

    /// <summary>Distances.</summary>
    /// <value>Empty: 0, 16, 64, 128, 256, 512, 1k … up to four fifths of the context length. 0 is always added.</value>
    public IReadOnlyList<Distance> Distances { get; init; } = [];

    /// <summary>Documents for each context length, family and language.</summary>
    /// <value>Default 16; 1 to 1,000,000.</value>
    public int Documents { get; init => field = Between(value, 1, 1_000_000, "--documents"); } = SweepDefaults.Documents;

    /// <summary>
    /// Stop adding documents once the 95% interval of every cell's accuracy is narrower than this, 0–1: documents go where
    /// they tell most, in batches fixed in advance, and <see cref="Documents"/> for each context length is the budget.
    /// </summary>
    /// <value>Null: the same number of documents everywhere.</value>
    public double? CiWidth
    {
        get;
        init => field = value is null or (> 0 and < 1) ? value : throw new HaystackException($"--ci-width is above 0 and below 1, not {value}");
    }

    /// <summary>
    /// Stop adding documents once the 95% interval of D50 spans fewer doublings of distance than this: documents go where
    /// D50 gains most. With <see cref="CiWidth"/>, both must be reached.
    /// </summary>
    /// <value>Null: D50 does not matter. 0.5 is from 4k to 5.7k, 1 from 4k to 8k.</value>
    public double? D50Width
    {
        get;
        init => field = value is null or (> 0 and <= 16) ? value : throw new HaystackException($"--d50-width is above 0 and at most 16 doublings, not {value}");
    }

    /// <summary>Whether documents are added where they tell most.</summary>
    internal bool IsAdaptive => CiWidth is not null || D50Width is not null;

    /// <summary>Whole chains in each document, the same at every length.</summary>
    /// <value>Default 8; 1 to 64.</value>
    public int ChainsPerDocument { get; init => field = Between(value, 1, 64, "--chains-per-document"); } = SweepDefaults.ChainsPerDocument;

    /// <summary>Families by name.</summary>
    public IReadOnlyList<string> Families { get; init; } = [SweepDefaults.Family];

    /// <summary>Languages by code.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [SweepDefaults.Language];

    /// <summary>Arms.</summary>
    public IReadOnlyList<Arm> Arms { get; init; } = SweepDefaults.Arms;

    /// <summary>
    /// Exactly so many facts of others between a chain's facts, crossed with the distances that hold them: facts that belong
    /// to no question. Chains then stand one after the other.
    /// </summary>
    /// <value>Empty: as many as come to stand there; each trial stores how many.</value>
    public IReadOnlyList<int> InterveningFacts { get; init; } = [];

    /// <summary>Where questions stand.</summary>
    public IReadOnlyList<QuestionPlacement> Placements { get; init; } = [QuestionPlacement.After];

    /// <summary>How facts are laid out.</summary>
    public IReadOnlyList<Arrangement> Arrangements { get; init; } = [Arrangement.Spread];

    /// <summary>Facts a chain.</summary>
    /// <value>Default 2; 2 to 5.</value>
    public int Hops { get; init => field = Between(value, 2, 5, "--hops"); } = SweepDefaults.Hops;

    /// <summary>A shipped or imported corpus's name, or the path of a text file or folder.</summary>
    public string Corpus { get; init; } = SweepDefaults.Corpus;

    /// <summary>The hash that each language's corpus must have, where a stored run says what was measured; null for whatever it is now.</summary>
    internal IReadOnlyDictionary<string, string>? CorpusSha256 { get; init; }

    /// <summary>A tokenizer to use in place of the model's own (<c>tiktoken:…</c>, <c>hf:…</c>, <c>gguf:…</c>); null for the model's own.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>The root seed.</summary>
    public ulong Seed { get; init; } = SweepDefaults.Seed;

    /// <summary>Most tokens of a reply, thinking included.</summary>
    /// <value>
    /// Null: an eighth of the largest context, at least 256 and at most 4k; where a model of the sweep thinks, up to 8k, but no
    /// more than a quarter of the largest context.
    /// </value>
    public int? MaxOutputTokens { get; init => field = value is { } v ? AtLeast(v, 1, "--max-output") : null; }

    /// <summary>Wall-clock budget of one trial.</summary>
    public TimeSpan TrialTimeout { get; init; } = SweepDefaults.TrialTimeout;

    /// <summary>Documents in flight at a time; null: one on a server, one a core for the built-in readers.</summary>
    public int? Parallel { get; init => field = value is { } v ? Between(v, 1, 1024, "--parallel") : null; }

    /// <summary>
    /// Questions in flight at a time: the first about a document fills the server's cache, the others then go together.
    /// 1: one after another.
    /// </summary>
    /// <value>Null: as many as the server has slots or gets more done with; one on an Ollama, and where <see cref="Parallel"/> is given.</value>
    public int? InFlight { get; init => field = value is { } v ? Between(v, 1, 1024, "--in-flight") : null; }

    /// <summary>How finished documents are checked.</summary>
    public VerifyMode Verify { get; init; } = VerifyMode.Seams;

    /// <summary>What is made of the server's prefix cache.</summary>
    /// <value>Default: used, and checked by cold controls.</value>
    public CacheMode Cache { get; init; } = CacheMode.Checked;

    /// <summary>
    /// Whether a model is swept all the same whose every reply to the dry question failed, and asked on where nearly
    /// nothing that it says can be read. Its run is not credible for that.
    /// </summary>
    /// <value>Default: it is told and not swept, or stopped early.</value>
    public bool Anyway { get; init; }

    /// <summary>Whether servers are to force each reply into a JSON schema with the answer in it, for every model whose name does not say otherwise.</summary>
    /// <value>Default: no; the prompt asks for the form, and replies are read as they come.</value>
    public bool ForcesAnswer { get; init; }

    /// <summary>The run's directory; null: <c>runs/</c> and a name made from the options, so that the same command resumes.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>The part of the sweep to be done here; the others are done elsewhere, and <c>haystack merge</c> puts them together.</summary>
    /// <value>Null: all of it.</value>
    public Shard? Shard { get; init; }

    /// <summary>The number of the first task of the job array that this shard is of; null where there is none.</summary>
    internal int? ArrayFirst { get; init; }

    /// <summary>Time after which one call begins no further question, from its first on; those under way are finished, and the same call goes on.</summary>
    /// <value>Null: as long as it takes.</value>
    public TimeSpan? TimeBudget
    {
        get;
        init => field = value is null || (value > TimeSpan.Zero && value <= TimeSpan.FromDays(30)) ? value : throw new HaystackException("--minutes is above 0 and at most 43200 (30 days)");
    }

    /// <summary>Tokens of prompts (those from a cache too) and replies after which one call begins no further question; those under way are finished, and the same call goes on.</summary>
    /// <value>Null: as many as it takes.</value>
    public long? TokenBudget { get; init => field = value is null or > 0 ? value : throw new HaystackException("--max-tokens must be at least 1"); }

    /// <summary>The Ollama server's address; null: OLLAMA_HOST, then http://127.0.0.1:11434.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Further Ollamas that carry the same models, as <c>URL [slots=N] [weight=X]</c>.</summary>
    public IReadOnlyList<string> MoreEndpoints { get; init; } = [];

    /// <summary>Further OpenAI-compatible servers that carry the same models, as <c>URL [slots=N] [weight=X]</c>.</summary>
    public IReadOnlyList<string> MoreBaseUrls { get; init; } = [];

    /// <summary>Headers that carry a key of each document, so that a router in front of several replicas keeps its questions together; with any, OpenAI-compatible servers get it as <c>prompt_cache_key</c> too.</summary>
    /// <value>Default: <c>X-Session-ID</c>. Empty: no key is sent.</value>
    public IReadOnlyList<string> SessionHeaders { get; init; } = SweepDefaults.SessionHeaders;

    /// <summary>The OpenAI-compatible server's base address.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The NAME of the environment variable that holds the API key; its value is never kept.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The output budget in force, in tokens.</summary>
    internal int OutputBudget => MaxOutputTokens
        ?? Math.Clamp((Contexts.Count > 0 ? Contexts.Max() : MaxContextTokens) / 8, SweepDefaults.LeastOutputTokens, SweepDefaults.MaxOutputTokens);

    /// <summary>
    /// The budget where a model thinks that takes so many tokens: prompts of given lengths have what the largest context leaves
    /// beside them, and of the ladder's a reply takes a quarter of the context at most.
    /// </summary>
    internal int ThinkingBudget(int? modelMaximum)
    {
        var context = Math.Min(MaxContextTokens, modelMaximum ?? int.MaxValue);
        var room = Contexts.Count > 0 ? context - Contexts.Max() : context / 4;
        return Math.Max(OutputBudget, Math.Min(SweepDefaults.MaxThinkingOutputTokens, room));
    }

    /// <summary>How many questions each document has, cold controls not counted.</summary>
    internal int QuestionsPerDocument => Trials.CountOf(this);

    private static int AtLeast(int value, int minimum, string option) =>
        value >= minimum ? value : throw new HaystackException($"{option} must be at least {minimum}, not {value}");

    private static int Between(int value, int minimum, int maximum, string option) =>
        value >= minimum && value <= maximum ? value : throw new HaystackException($"{option} must be {minimum} to {maximum}, not {value}");
}
