using System.Globalization;
using System.Text;
using Haystack.Documents;

namespace Haystack.Cli.Rendering;

/// <summary>A prompt for reading: its facts between marks, long filler cut.</summary>
internal static class MarkedPrompt
{
    private const int KeptCharacters = 160;

    /// <summary>The text; facts of the asked chain stand in 【double marks】, other chains' in ‹single ones›.</summary>
    public static string For(Prompt prompt, bool full)
    {
        if (prompt.Document is not { } document)
            return prompt.Content;
        var text = new StringBuilder(prompt.Head);
        var from = 0;
        foreach (var fact in document.Facts)
        {
            text.Append(Cut(document.Text[from..fact.CharStart], full));
            var (open, close) = fact.Chain == prompt.Chain.Index ? ("【", "】") : ("‹", "›");
            text.Append(CultureInfo.InvariantCulture, $"{open}chain {fact.Chain} hop {fact.Hop} @{fact.TokenStart}–{fact.TokenEnd}:{fact.Text}{close}");
            from = fact.CharEnd;
        }

        return text.Append(Cut(document.Text[from..], full)).Append(prompt.Tail).ToString();
    }

    private static string Cut(string filler, bool full) => full || filler.Length <= 2 * KeptCharacters + 40
        ? filler
        : string.Create(CultureInfo.InvariantCulture, $"{filler[..KeptCharacters]} […{filler.Length - 2 * KeptCharacters:N0} characters…] {filler[^KeptCharacters..]}");
}
