namespace Haystack.Cli.Rendering;

/// <summary>Command lines that are shown under a command's help and in the man page; a test parses each of them.</summary>
internal static class CommandExamples
{
    private static readonly (string Command, string Line, string What)[] All =
    [
        ("haystack", "haystack sweep", "Every chat model of the local Ollama, or the built-in readers where there is none."),
        ("haystack", "haystack report latest", "The run that was written last, as a table."),
        ("haystack sweep", "haystack sweep --model qwq:32b --max-ctx 32k", "One model of the local Ollama."),
        ("haystack sweep", "haystack sweep --model qwen3:8b --model 'openai/qwen3?base_url=http://127.0.0.1:8000/v1&tokenizer=hf:tokenizer.json'", "An Ollama's model and a vLLM's, each with its own tokens."),
        ("haystack sweep", "haystack sweep --model builtin/oracle --contexts 2k --documents 2", "A try in seconds, without a server."),
        ("haystack sweep", "haystack sweep --max-ctx 32k --quiet --log sweep.log --on-finish 'echo $HAYSTACK_RUN'", "Overnight: a log, and a command at the end."),
        ("haystack plan", "haystack plan --model qwq:32b --max-ctx 128k", "What that would take."),
        ("haystack plan", "haystack plan --max-ctx 32k --budget 2h", "The options of a sweep that fits into two hours."),
        ("haystack plan", "haystack plan --max-ctx 32k --calibrate", "The time, by how fast some questions are answered now."),
        ("haystack report", "haystack report latest --html page.html", "One self-contained page with every trial."),
        ("haystack show", "haystack show latest", "Every trial of a run, one a line, with its key."),
        ("haystack compare", "haystack compare RUN_A RUN_B", "Two runs of one plan, paired by document and chain."),
        ("haystack gate", "haystack gate latest --min-accuracy 0.8 --at-distance 8k --junit gate.xml", "A stored run in a pipeline."),
        ("haystack runs", "haystack runs prune --keep 10", "Says which runs would go; with --yes they go."),
        ("haystack config", "haystack config init", "A haystack.yaml to fill in, with every setting explained."),
        ("haystack config", "haystack config show", "What is set outside the command line, and where."),
        ("haystack man", "haystack man > haystack.1", "The man page, for `man ./haystack.1`."),
    ];

    /// <summary>Those of a command, by its path.</summary>
    public static IReadOnlyList<(string Line, string What)> Of(string command) => [.. All.Where(e => e.Command == command).Select(e => (e.Line, e.What))];

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Lines => All.Select(e => e.Line);
}
