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
        do
        {
            foreach (var sentence in language == "zh" ? Chinese : English)
                corpus.Add(language == "zh" ? "" : CorpusBuilder.Blank, sentence);
        }
        while (corpus.Length < minimumCharacters);
        return corpus.Build("noise");
    }
}
