using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Tokenization;

namespace Haystack.Sets;

/// <summary>The corpora, facts and wording of a sweep, loaded once for each language, counted once for each tokenizer.</summary>
internal sealed class TextSources
{
    /// <summary>Up to this context length all sweeps share one procedural corpus, so that their documents can be compared.</summary>
    private const int SharedContextTokens = 128 * 1024;

    /// <summary>How many times the longest document a procedural corpus holds.</summary>
    private const int CorpusOverDocument = 4;

    private const int CharactersPerToken = 5;

    private readonly SweepOptions _options;
    private readonly FactLibrary _library = FactLibrary.Load();
    private readonly Dictionary<string, (Corpus Corpus, IFactSource Facts, PromptText Wording)> _languages = [];
    private readonly Dictionary<(string Language, string Fingerprint), Filler> _fillers = [];

    /// <summary>Loads what the options name.</summary>
    /// <exception cref="HaystackException">A family, language or corpus is not to be had.</exception>
    public TextSources(SweepOptions options, int longestContext, Action<string> notice)
    {
        _options = options;
        foreach (var language in options.Languages)
        {
            var corpus = CorpusLibrary.Load(options.Corpus, language, new Seed(options.Seed).Derive("corpus"), CorpusCharacters(longestContext));
            RequireStored(options, language, corpus);
            var facts = _library.For(corpus, out var notices);
            foreach (var line in notices)
                notice(line);
            _languages.Add(language, (corpus, facts, PromptText.For(language)));
        }
    }

    /// <summary>Whether texts of any shorter longest document are those of this one, too.</summary>
    public static bool SufficesForAny(int longestContext) => CorpusCharacters(longestContext) == CorpusCharacters(0);

    /// <summary>The corpus of a language.</summary>
    public Corpus Corpus(string language) => _languages[language].Corpus;

    /// <summary>The chains of a language.</summary>
    public IFactSource Facts(string language) => _languages[language].Facts;

    /// <summary>The words around the document.</summary>
    public PromptText Wording(string language) => _languages[language].Wording;

    /// <summary>The corpus of a language counted by a tokenizer.</summary>
    public Filler Filler(string language, ModelTokenizer tokenizer)
    {
        var key = (language, tokenizer.Fingerprint);
        if (!_fillers.TryGetValue(key, out var filler))
            _fillers.Add(key, filler = new Filler(CountedCorpus.Count(_languages[language].Corpus, tokenizer)));
        return filler;
    }

    /// <summary>
    /// A stored run names its corpus, and a run may be anybody's: only the very text that it was made of is used, so that nobody
    /// gets a file of this machine's into a prompt by naming it.
    /// </summary>
    private static void RequireStored(SweepOptions options, string language, Corpus corpus)
    {
        if (options.CorpusSha256 is not { } stored)
            return;
        if (!stored.TryGetValue(language, out var then))
        {
            if (!CorpusLibrary.IsEndless(options.Corpus))
                throw new HaystackException($"the run names the corpus '{options.Corpus}' ({language}) without its SHA-256, which every run stores: it is damaged, or not Haystack's");
        }
        else if (then != corpus.Sha256)
        {
            throw new HaystackException($"the corpus '{options.Corpus}' ({language}) is not the one that the run was made with: its SHA-256 differs");
        }
    }

    private static int CorpusCharacters(int longestContext)
    {
        var tokens = (long)SharedContextTokens * CorpusOverDocument;
        while (tokens < longestContext * 5L / 4)
            tokens *= 2;
        return (int)Math.Min(int.MaxValue / 4, tokens * CharactersPerToken);
    }
}
