namespace Haystack.Scoring;

/// <summary>Boxes ticked and left empty, ticks and crosses: where some lines of a reply bear one and others the other, the others are denied.</summary>
internal static class Ticks
{
    private static readonly string[] Chosen = ["✔", "✓", "☑", "✅", "[x]", "[X]"];
    private static readonly string[] Denied = ["✘", "✗", "❌", "✖", "☐", "[ ]"];

    /// <summary>The text without the lines that are denied; the text itself where no line is chosen beside them.</summary>
    public static string WithoutDenied(string text)
    {
        if (!Has(text, Chosen) || !Has(text, Denied))
            return text;
        var lines = text.Split('\n');
        var kept = lines.Where(l => !Has(l, Denied) || Has(l, Chosen)).ToList();
        return kept.Exists(l => Has(l, Chosen) && !Has(l, Denied)) ? string.Join('\n', kept) : text;
    }

    private static bool Has(string text, string[] marks) => Array.Exists(marks, m => text.Contains(m, StringComparison.Ordinal));
}
