using Haystack.Scoring;

namespace Haystack.Tests.Storage;

internal static class SampleReplies
{
    /// <summary>Each would do something if a page took it for more than text: set <c>window.hacked</c>, load, navigate, or end its block.</summary>
    public static readonly IReadOnlyList<string> Harmful =
    [
        "</script><script>window.hacked=1</script>",
        "<img src=x onerror=\"window.hacked=2\"><svg onload=window.hacked=3>",
        "\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u001b[0m <!-- <script> ]]> --><iframe src=\"http://example.invalid/\"></iframe>",
        "\u2028\u2029 \"};window.hacked=4;// `${window.hacked=5}` </textarea></style><a href=\"javascript:window.hacked=6\">Answer: x</a>",
        "| a | b |\n|---|---|\n![x](http://example.invalid/x.png) =cmd|' /C calc'!A0",
        "lone surrogate \ud800 and a null \0 and \u202Ereversed",
    ];

    public static string For(SampleModel model, Outcome outcome, RandomStream random)
    {
        if (model.Hostile)
            return random.Pick(Harmful);
        var think = model.Thinking is null ? "" : "<think>The key went to the lamplighter. Where does the lamplighter live? The text says so near the end.</think>\n";
        return outcome switch
        {
            Outcome.Correct => think + "The text says who holds the key and where they live.\nAnswer: Quillhaven",
            Outcome.Abstained => think + "The text does not say.\nAnswer: not stated",
            Outcome.Unparsed => think + "I would need to think about this some more, but there is much to read",
            Outcome.Ambiguous => think + "It is Quillhaven, or else Ebonmere.",
            Outcome.Empty => "",
            _ => think + "It went to the lamplighter.\nAnswer: Ebonmere",
        };
    }
}
