namespace Haystack.Cli.Settings;

/// <summary>One thing has one name, in the singular or the plural, whatever the command: the others are taken for it.</summary>
internal static class OptionNames
{
    private static readonly string[][] Same =
    [
        ["--contexts", "--context", "--with-context"],
        ["--distances", "--distance", "--at-distance"],
        ["--families", "--family"],
        ["--arms", "--arm"],
        ["--languages", "--language"],
    ];

    /// <summary>The other names of an option.</summary>
    public static string[] Others(string name) => [.. Same.FirstOrDefault(s => s.Contains(name), []).Where(n => n != name)];
}
