using System.Globalization;
using System.Text;
using Haystack.Corpora;

namespace Haystack.Cli.Rendering;

/// <summary>What was read of the user's texts: each file's encoding and bytes, what was dropped, and how the text begins and ends.</summary>
internal static class CorpusIntakeText
{
    private const int MostFiles = 20;
    private const int LongestSentence = 100;

    /// <summary>A line a file, the first files of many, then the sums.</summary>
    public static string For(Corpus corpus, CorpusIntake intake)
    {
        var text = new StringBuilder();
        foreach (var file in intake.Files.Take(MostFiles))
        {
            text.Append(CultureInfo.InvariantCulture, $"{TerminalText.Clean(file.Path)}: {file.Encoding}, {file.BytesRead:N0} bytes read");
            if (file.BytesRead < file.Bytes)
                text.Append(CultureInfo.InvariantCulture, $", a sample of {file.Bytes:N0}");
            if (file.Books > 0)
                text.Append(CultureInfo.InvariantCulture, $"; {file.BytesDropped:N0} bytes dropped: headers and footers of {file.Books} Project Gutenberg book{(file.Books == 1 ? "" : "s")}");
            if (file.SameAs is { } other)
                text.Append(CultureInfo.InvariantCulture, $"; the same text as {TerminalText.Clean(other)}, kept twice");
            text.Append('\n');
        }

        if (intake.Files.Count > MostFiles)
            text.Append(CultureInfo.InvariantCulture, $"… and {intake.Files.Count - MostFiles} files more ({string.Join(", ", intake.Files.Skip(MostFiles).Select(f => f.Encoding).Distinct())})\n");
        foreach (var passed in intake.PassedOver)
            text.Append(CultureInfo.InvariantCulture, $"passed over: {TerminalText.Clean(passed)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{intake.Files.Count} file{(intake.Files.Count == 1 ? "" : "s")}, {intake.Files.Sum(f => f.BytesRead):N0} bytes read, {intake.Files.Sum(f => f.BytesDropped):N0} dropped, {intake.Files.Count(f => f.SameAs is not null)} duplicates\n");
        if (intake.CutSentences > 0)
            text.Append(CultureInfo.InvariantCulture, $"{intake.CutSentences} stretches go on without an end of a sentence; they were cut after clauses or between words, and facts open paragraphs there\n");
        text.Append(CultureInfo.InvariantCulture, $"first sentence: {Short(corpus.Sentence(0))}\nlast sentence: {Short(corpus.Sentence(corpus.SentenceCount - 1))}\n");
        return text.ToString();
    }

    private static string Short(ReadOnlySpan<char> sentence)
    {
        var line = TerminalText.Clean(sentence.Trim().ToString().ReplaceLineEndings(" "));
        return line.Length <= LongestSentence ? line : line[..LongestSentence] + "…";
    }
}
