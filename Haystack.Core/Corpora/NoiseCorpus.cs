namespace Haystack.Corpora;

/// <summary>
/// RULER's filler: the same few sentences over and over. It is here for comparison with published work; it repeats,
/// compresses to nearly nothing, and makes planted facts stand out.
/// </summary>
internal static class NoiseCorpus
{
    private static readonly string[] English =
    [
        "The grass is green.", "The sky is blue.", "The sun is yellow.", "Here we go.", "There and back again.",
    ];

    private static readonly string[] Chinese = ["草是绿的。", "天是蓝的。", "太阳是黄的。", "我们出发了。", "去了又回来。"];

    /// <summary>At least <paramref name="minimumCharacters"/> of it, in whole rounds.</summary>
    public static Corpus Create(string language, int minimumCharacters)
    {
        var corpus = new CorpusBuilder(language);
        var join = language == "zh" ? "" : CorpusBuilder.Blank;
        do
        {
            // Each round on a line of its own, as RULER joins them. A round's first sentence has a length of its own by
            // that: with the others' it makes up any number of tokens, in every vocabulary.
            var lead = CorpusBuilder.Line;
            foreach (var sentence in language == "zh" ? Chinese : English)
            {
                corpus.Add(lead, sentence);
                lead = join;
            }
        }
        while (corpus.Length < minimumCharacters);
        return corpus.Build("noise");
    }
}
