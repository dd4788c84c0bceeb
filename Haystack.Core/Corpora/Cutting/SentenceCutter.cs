namespace Haystack.Corpora.Cutting;

/// <summary>Cuts raw text into the sentences of a <see cref="Corpus"/>.</summary>
/// <remarks>
/// No character that is not white space is lost from plain text; from Markdown its markup goes. White space inside
/// a sentence becomes one blank, except in code. Text comes out in Unicode normal form C, so that tokenizers that
/// normalise and those that do not agree on it. A sentence is kept whole; what goes on for longer than any is cut (<see cref="LongStretch"/>).
/// </remarks>
internal static class SentenceCutter
{
    /// <summary>Cuts plain text, or Markdown if <paramref name="markdown"/>.</summary>
    public static Corpus Cut(string name, string language, string text, bool markdown = false)
    {
        var builder = new CorpusBuilder(language);
        Cut(builder, text, markdown);
        return builder.Build(name);
    }

    /// <summary>Cuts a text and appends its sentences to <paramref name="builder"/>.</summary>
    public static void Cut(CorpusBuilder builder, string text, bool markdown)
    {
        var lines = NormalForm.Composed(text).ReplaceLineEndings("\n").Split('\n');
        foreach (var block in markdown ? MarkdownBlocks.Read(lines) : PlainBlocks.Read(lines))
        {
            if (block.Verbatim)
                Add(builder, block.Lead, block.Text, 0..block.Text.Length);
            else
                CutBlock(builder, block);
        }
    }

    private static void CutBlock(CorpusBuilder builder, TextBlock block)
    {
        var text = block.Text;
        var lead = block.Lead;
        var end = 0;
        foreach (var range in SentenceSplitter.Split(text))
        {
            if (end > 0)
                lead = range.Start.Value > end ? CorpusBuilder.Blank : "";
            Add(builder, lead, text, range);
            end = range.End.Value;
        }
    }

    private static void Add(CorpusBuilder builder, string lead, string text, Range sentence)
    {
        if (sentence.End.Value - sentence.Start.Value <= LongStretch.Longest)
        {
            builder.Add(lead, text.AsSpan(sentence));
            return;
        }

        builder.CutSentences++;
        foreach (var (join, piece) in LongStretch.Cut(text, sentence))
        {
            builder.Add(lead + join, text.AsSpan(piece));
            lead = "";
        }
    }
}
