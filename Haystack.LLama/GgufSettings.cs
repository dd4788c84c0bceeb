using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haystack.Inference;
using Haystack.LLama.Engine;

namespace Haystack.LLama;

/// <summary>How a file is run: the options of a model's name.</summary>
internal sealed record GgufSettings
{
    /// <summary>How tokens are drawn.</summary>
    public required Sampling Sampling { get; init; }

    /// <summary>What it is asked for; null for a model that cannot be told.</summary>
    public ThinkMode? Think { get; init; }

    /// <summary>Whether it is going to think.</summary>
    public bool Thinks { get; init; }

    /// <summary>Whether the reply is forced into <see cref="AnswerSchema"/>.</summary>
    public bool ForcesAnswer { get; init; }

    /// <summary>The context length; null leaves it to the sweep.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>How keys and values are kept.</summary>
    public required CacheType Cache { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Tokens read at a time.</summary>
    public required int Batch { get; init; }

    /// <summary>Flash attention; null where the engine chooses.</summary>
    public bool? Flash { get; init; }

    /// <summary>Takes the options of a model's name.</summary>
    /// <exception cref="HaystackException">One of them is unknown or impossible.</exception>
    public static GgufSettings Read(ModelSpec spec, GgufModelFile file, ChatTemplate template)
    {
        var options = new SpecOptions(spec);
        var think = Asked(spec, options.Text("think"), template);
        var thinks = template.MayThink && think is not ThinkMode.Off;
        var (context, same) = (options.Whole("ctx", 16, 100_000_000), options.Whole("num_ctx", 16, 100_000_000));
        if (context is not null && same is not null)
            throw new HaystackException($"model '{spec}': ctx and num_ctx are the same option; give one");
        var settings = new GgufSettings
        {
            Think = think,
            Thinks = thinks,
            Sampling = Sampling.Recommended(file.Names, thinks).Override(options),
            ForcesAnswer = AnswerSchema.Read(spec, options),
            ContextTokens = context ?? same,
            Cache = CacheType.Read(spec, options.Text("kv")),
            Threads = options.Whole("threads", 1, 1024) ?? Environment.ProcessorCount,
            Batch = options.Whole("batch", 1, 1 << 16) ?? 512,
            Flash = options.Text("flash") switch
            {
                null or "auto" => null,
                "on" or "true" => true,
                "off" or "false" => false,
                var other => throw new HaystackException($"model '{spec}': flash={other} is none of on, off, auto"),
            },
        };
        options.Text(ChatTemplate.Option);
        options.RefuseOthers();
        return settings is { Flash: false, Cache.IsCoarse: true }
            ? throw new HaystackException($"model '{spec}': kv={settings.Cache.Name} needs flash attention: leave out flash=off")
            : settings;
    }

    /// <summary>Name to value, for storing.</summary>
    public IReadOnlyDictionary<string, string> Properties(GgufModelFile file, ChatTemplate template, MemoryNeed need)
    {
        var properties = new SortedDictionary<string, string>(Sampling.Properties().ToDictionary(), StringComparer.Ordinal)
        {
            ["think"] = Think?.Word() ?? "none",
            ["thinks"] = Thinks ? "true" : "false",
            [AnswerSchema.Option] = ForcesAnswer ? AnswerSchema.Forced : AnswerSchema.Free,
            ["kv"] = Cache.Name,
            ["flash"] = Flash switch { null => "auto", true => "on", false => "off" },
            ["threads"] = Threads.ToString(CultureInfo.InvariantCulture),
            ["batch"] = Batch.ToString(CultureInfo.InvariantCulture),
            ["size_on_disk"] = file.FileBytes.ToString(CultureInfo.InvariantCulture),
            ["template"] = template.Name,
        };
        if (need.BytesPerToken is { } bytes)
            properties["kv_bytes_per_token"] = bytes.ToString(CultureInfo.InvariantCulture);
        if (file.Template is { } jinja)
            properties["template_sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(jinja)));
        return properties;
    }

    private static ThinkMode? Asked(ModelSpec spec, string? asked, ChatTemplate template)
    {
        if (ThinkModes.Budget(asked) is not null)
            throw new HaystackException($"model '{spec}': think={asked}: the engine takes no budget of thinking tokens; think takes on and off, and --max-output bounds thinking and answer together");
        var mode = ThinkModes.Read(spec, asked);
        return mode switch
        {
            null => template.TakesThink ? ThinkMode.On : template.TakesLevels ? ThinkMode.Medium : null,
            ThinkMode.On or ThinkMode.Off when template.TakesThink => mode,
            ThinkMode.Off when !template.MayThink => mode,
            ThinkMode.Low or ThinkMode.Medium or ThinkMode.High when template.TakesLevels => mode,
            _ => throw new HaystackException($"model '{spec}': think={asked}: its chat template {(template.TakesThink ? "takes on and off alone" : template.TakesLevels ? "takes low, medium and high alone" : "does not know thinking that can be told on or off")}"),
        };
    }
}
