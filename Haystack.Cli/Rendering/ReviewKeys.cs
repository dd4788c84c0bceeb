using Haystack.Scoring;

namespace Haystack.Cli.Rendering;

/// <summary>What a person can say of a reply: a letter, or an outcome's name as tables have it.</summary>
internal static class ReviewKeys
{
    private static readonly (string Letter, Outcome Outcome, string Words)[] All =
    [
        ("c", Outcome.Correct, "correct"),
        ("o", Outcome.OneHop, "one hop: the intermediate value"),
        ("t", Outcome.OtherChain, "another chain's value"),
        ("i", Outcome.Invented, "a value that stands nowhere"),
        ("a", Outcome.Abstained, "says that the text does not say"),
        ("n", Outcome.Unparsed, "no answer in it"),
        ("u", Outcome.Ambiguous, "cannot be told"),
    ];

    /// <summary>One line that lists them.</summary>
    public static string Prompt { get; } = "verdict [c]orrect [o]ne-hop o[t]her-chain [i]nvented [a]bstained [n]one [u]nclear, [s]kip [q]uit [?]: ";

    /// <summary>What each means.</summary>
    public static string Help { get; } =
        string.Concat(All.Select(k => $"  {k.Letter}  {k.Outcome.ToText(),-11}  {k.Words}\n")) + "  s  skip: no verdict\n  q  quit: what was said so far is stored\n";

    /// <summary>The outcome that a line means; null where it means none.</summary>
    public static Outcome? Parse(string line) =>
        All.Where(k => string.Equals(k.Letter, line, StringComparison.OrdinalIgnoreCase) || string.Equals(k.Outcome.ToText(), line, StringComparison.OrdinalIgnoreCase))
            .Select(k => (Outcome?)k.Outcome).FirstOrDefault();
}
