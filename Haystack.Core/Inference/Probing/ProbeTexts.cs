namespace Haystack.Inference.Probing;

/// <summary>
/// Short prompts of several kinds of text. Each starts with a capital letter and ends with an instruction and a
/// full stop, as the sweep's prompts do, so that both touch the template with the same characters.
/// </summary>
internal static class ProbeTexts
{
    private const string Prose =
        "The ferry left the eastern quay shortly after dawn, with eleven passengers and a cargo of roof slates. Nobody on board "
        + "had slept well, because the wind had turned in the night and the mooring lines had creaked until morning. When the fog "
        + "lifted, the harbour master's wife counted the masts from her window and wrote the number into a small green book. ";

    /// <summary>The kinds, and a text of each.</summary>
    public static IReadOnlyList<(string Kind, string Text)> All { get; } =
    [
        ("prose", Frame(Prose)),
        ("digits", Frame("In 1987 the depot held 4096 crates, 17 barrels and 3.14159 tonnes of salt; by 2004-11-24 it was 1,234,567.89 in all (+0.5%).")),
        ("Chinese", Frame("清晨的渡船离开了东边的码头，船上有十一名乘客。夜里风向变了，缆绳一直响到天亮。")),
        ("code", Frame("for (int i = 0; i < n; i++) {\n\tsum += a[i] * 0x1F; // don't\n}\n\n    return sum >> 2;")),
        ("rare characters", Frame("Naïve façade, Ångström, Θεσσαλονίκη, Владивосток, שלום, 안녕, ﬁne, é, 👩‍🔬, 𝔘𝔫𝔦, a\u00a0b.")),
    ];

    /// <summary>About 600 tokens of prose.</summary>
    public static string LongProse { get; } = string.Concat(Enumerable.Repeat(Prose, 8));

    /// <summary>Puts <paramref name="text"/> where the sweep puts a document.</summary>
    public static string Frame(string text) => $"Read the following text. \n\n{text.TrimEnd()} \n\nAnswer with the single word yes.";
}
