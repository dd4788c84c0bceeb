using Haystack.Facts;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Tests.Storage;

/// <summary>Made-up runs that look like real ones: what plots, reports and exports are tested on.</summary>
public static class SampleRuns
{
    /// <summary>A local model, a thinking one, one whose tokens are only estimated, and a perfect reader.</summary>
    public static readonly IReadOnlyList<SampleModel> FourModels =
    [
        new() { Name = "qwen3:8b", HalfDistance = 5200, Best = 0.96 },
        new() { Name = "deepseek-r1:14b?think=high", HalfDistance = 16000, Best = 0.98, Thinking = 420, Quantization = "Q8_0", Invalid = 0.03 },
        new() { Name = "openai/mystery-large", Provider = "openai", Grade = TokenizerGrade.Calibrated, Quantization = null, HalfDistance = 1400, Best = 0.85 },
        new() { Name = "builtin/oracle", Provider = "builtin", Quantization = null, HalfDistance = null, Best = 1, Invalid = 0 },
    ];

    /// <summary>Four models over five contexts and nine distances.</summary>
    public static RunData Typical { get; } = Make("typical", FourModels, new SampleShape());

    /// <summary>One model, one cell.</summary>
    public static RunData OneCell { get; } = Make(
        "one-cell",
        [new() { Name = "llama3.2:1b" }],
        new SampleShape { Contexts = [4096], Distances = [0], Families = ["link"], Arms = [Arm.Pair], Documents = 1, Orphans = 0 });

    /// <summary>No trial of it is an answer.</summary>
    public static RunData AllInvalid { get; } = Make(
        "all-invalid",
        [new() { Name = "broken:7b", Invalid = 1 }],
        new SampleShape { Documents = 1, Families = ["link"] });

    /// <summary>Names that are long, alike, or meant to do harm, and replies that are.</summary>
    public static RunData Hostile { get; } = Make(
        "hostile",
        [
            new() { Name = "hf.co/some-very-long-organisation-name/An-Extraordinarily-Long-Model-Name-Instruct-2507-GGUF:UD-Q4_K_XL?num_ctx=131072&temperature=0.7&think=high", Hostile = true },
            new() { Name = "../../etc/passwd", HalfDistance = 2000, Hostile = true },
            new() { Name = "..-..-etc-passwd", HalfDistance = 1000, Hostile = true },
            new() { Name = "<script>alert(1)</script>|`x`](javascript:alert(1))", HalfDistance = 500, Hostile = true, Thinking = 90 },
            new() { Name = "模型-\u202Eevil\u001b[31m", HalfDistance = 9000, Hostile = true },
        ],
        new SampleShape { Documents = 2, Families = ["link"], Languages = ["en", "zh"] });

    /// <summary>Fifteen models whose names are long, unbroken, of several scripts, alike; one gave no answer that counts, one was never asked.</summary>
    public static RunData Fifteen { get; } = Unasked(Make(
        "fifteen",
        [
            new() { Name = "qwen3:8b", HalfDistance = 5200 },
            new() { Name = "hf.co/some-very-long-organisation-name/An-Extraordinarily-Long-Model-Name-Instruct-2507-GGUF:UD-Q4_K_XL?num_ctx=131072&think=high", HalfDistance = 900, Thinking = 300 },
            new() { Name = "Unbrokennamewithoutanysingleplacewhereabrowsermightbreakitanywhere27binstructq4km", HalfDistance = 2500 },
            new() { Name = "模型-通义千问三十二亿参数指令版", HalfDistance = 9000 },
            new() { Name = "модель/Сайга-ламa-инструкт:8b", HalfDistance = 1200 },
            new() { Name = "broken:7b", Invalid = 1 },
            new() { Name = "openai/mystery-large", Provider = "openai", Grade = TokenizerGrade.Calibrated, Quantization = null, HalfDistance = 1400, Best = 0.85 },
            new() { Name = "llama3.1:8b-instruct-q4_K_M", HalfDistance = 3000 },
            new() { Name = "llama3.1:8b-instruct-q8_0", Quantization = "Q8_0", HalfDistance = 3100 },
            new() { Name = "unasked:1b" },
            new() { Name = "builtin/oracle", Provider = "builtin", Quantization = null, HalfDistance = null, Best = 1, Invalid = 0 },
            new() { Name = "gemma3:27b", HalfDistance = 16000 },
            new() { Name = "mistral-small:24b", HalfDistance = 7000, Best = 0.9 },
            new() { Name = "phi4:14b", HalfDistance = 4000, Ambiguous = 0.05 },
            new() { Name = "smollm2:135m", HalfDistance = 200, Best = 0.4 },
        ],
        new SampleShape { Documents = 2, Families = ["link"] }), "unasked:1b");

    /// <summary>One model at three lengths.</summary>
    public static RunData ThreeLengths { get; } = Make(
        "three-lengths", [FourModels[0]], new SampleShape { Contexts = [2048, 4096, 8192], Distances = [0, 256, 1024], Documents = 4, Families = ["link"] });

    /// <summary>One model at one length.</summary>
    public static RunData OneLength { get; } = Make(
        "one-length", [FourModels[1]], new SampleShape { Contexts = [8192], Distances = [0, 256, 1024, 4096], Documents = 8, Families = ["link"] });

    private static RunData Unasked(RunData run, string model) => run with { Trials = [.. run.Trials.Where(t => t.Model != model)] };

    /// <summary>A run of a given shape; the same arguments give the same run.</summary>
    public static RunData Make(string name, IReadOnlyList<SampleModel> models, SampleShape shape)
    {
        var documents = SampleDocuments.Make(shape);
        return new RunData
        {
            Name = name,
            Manifest = new Dictionary<string, string>
            {
                ["generator_version"] = "1",
                ["models"] = string.Join(',', models.Select(m => m.Name)),
                ["max_ctx"] = "",
                ["contexts"] = string.Join(',', shape.Contexts),
                ["distances"] = string.Join(',', shape.Distances),
                ["documents"] = $"{shape.Documents}",
                ["chains_per_document"] = $"{shape.Chains}",
                ["families"] = string.Join(',', shape.Families),
                ["languages"] = string.Join(',', shape.Languages),
                ["arms"] = "pair,first,second,absent,closed-book",
                ["question"] = "after",
                ["arrange"] = "spread",
                ["hops"] = "2",
                ["corpus"] = "chronicle",
                ["corpus_sha256_en"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                ["tokenizer"] = "",
                ["seed"] = $"{shape.Seed}",
                ["max_output"] = "4096",
                ["trial_timeout_seconds"] = "600",
                ["info_tool_version"] = "0.1.0",
            },
            Models = [.. models.Select(Row)],
            Documents = [.. documents.Select(d => d.Row)],
            Trials = [.. models.SelectMany(m => SampleTrials.Make(m, documents, shape))],
        };
    }

    private static ModelRow Row(SampleModel model) => new()
    {
        Name = model.Name,
        Provider = model.Provider,
        Digest = model.Provider == "ollama" ? "sha256:500a1f067a9f782620b40bee6f7b0c89e17ae61f686b92c24933e4ca4b2b8b41" : null,
        Quantization = model.Quantization,
        ParameterSize = model.Provider == "ollama" ? "8.2B" : null,
        Architecture = model.Provider == "ollama" ? "qwen3" : null,
        MaxContextTokens = 40960,
        NumCtx = 32768,
        TokenizerSource = model.Provider == "ollama" ? "ollama:gpt2/qwen2" : "tiktoken:o200k_base",
        TokenizerGrade = model.Grade,
        TokenizerNote = model.Grade == TokenizerGrade.Calibrated ? "no vocabulary to be had" : null,
        TemplateTokens = 12,
        Server = model.Provider == "ollama" ? "ollama 0.12.0" : null,
        VramBytes = model.Provider == "ollama" ? 6_442_450_944 : null,
        SizeBytes = model.Provider == "ollama" ? 6_442_450_944 : null,
        Properties = new Dictionary<string, string> { ["temperature"] = "0", ["seed"] = "1" },
    };
}
