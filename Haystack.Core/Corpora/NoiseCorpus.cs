using Haystack.Languages;

namespace Haystack.Corpora;

/// <summary>
/// RULER's filler: the same few sentences over and over. It is here for comparison with published work; it repeats,
/// compresses to nearly nothing, and makes planted facts stand out.
/// </summary>
internal static class NoiseCorpus
{
    /// <summary>At least <paramref name="minimumCharacters"/> of it, in whole rounds.</summary>
    public static Corpus Create(string language, int minimumCharacters)
    {
        var corpus = new CorpusBuilder(language);
        var words = Language.Of(language);
        do
        {
            // Each round on a line of its own, as RULER joins them. A round's first sentence has a length of its own by
            // that: with the others' it makes up any number of tokens, in every vocabulary.
            var lead = CorpusBuilder.Line;
            foreach (var sentence in words.Noise)
            {
                corpus.Add(lead, sentence);
                lead = words.Join;
            }
        }
        while (corpus.Length < minimumCharacters);
        return corpus.Build("noise");
    }
}
