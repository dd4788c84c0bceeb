namespace Haystack.Tests.Cli.Kills;

/// <summary>A command that writes, and what it is given.</summary>
/// <param name="Arguments">The command.</param>
/// <param name="Input">What is typed to it; null for nothing.</param>
/// <param name="AlsoEndsWith">An exit code that it may end with where an earlier, killed one had done the work, beside what it ends with by itself.</param>
internal sealed record KilledCommand(string Arguments, string? Input = null, int? AlsoEndsWith = null)
{
    /// <summary>Each command of the program that writes, over the files that <see cref="KillFixture"/> makes.</summary>
    public static IReadOnlyList<KilledCommand> All { get; } =
    [
        new("config trust"),
        new("gate run --min-accuracy 0.01 --junit gate.xml --trx gate.trx --badge gate.json,gate.svg"),
        new("export run --out rows.csv"),
        new("export run --out rows.parquet"),
        new("corpus add mine text.txt"),
        new("sweep --model builtin/guess --contexts 2k --documents 2 --out new --ui none"),
        new("generate --tokenizer tiktoken:o200k_base --contexts 2k,4k --documents 8 --out made.jsonl"),
        new("generate --tokenizer tiktoken:o200k_base --contexts 2k,4k --documents 8 --format hf --out made", AlsoEndsWith: 1),
        new("score --data set.jsonl --answers answers.jsonl --out scored"),
        new("rescore misread"),
        new("review run --sample 6 --by me", Input: "c\no\nt\ni\na\nn\n"),
        new("merge run other --out merged"),
        new("report run --html page.html --summary summary.json"),
        new("plot run --out pictures"),
        new("compare run other --plots differences"),
        new("gate --model builtin/oracle --min-accuracy 0.5 --with-context 2k --out asked"),
    ];
}
