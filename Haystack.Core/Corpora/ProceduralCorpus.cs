using System.Collections.Concurrent;
using Haystack.Corpora.Procedural;
using Haystack.Languages;

namespace Haystack.Corpora;

/// <summary>Filler without end: told by a narrator, the same for the same seed on every machine, no sentence twice.</summary>
internal static class ProceduralCorpus
{
    private static readonly ConcurrentDictionary<string, Lazy<Grammar>> Grammars = new(StringComparer.Ordinal);

    /// <summary>The registers that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Registers { get; } = ["chronicle", "report", "minutes"];

    /// <summary>Whether a register is told in a language.</summary>
    public static bool IsTold(string language, string register) => Registers.Contains(register) && Files(language, register).Count > 0;

    /// <summary>
    /// At least <paramref name="minimumCharacters"/> of text, ending with a whole paragraph. A longer corpus of the same seed,
    /// language and register begins with the shorter one.
    /// </summary>
    public static Corpus Create(Seed seed, string language, string register, int minimumCharacters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimumCharacters);
        var grammar = Grammars.GetOrAdd($"{language}/{register}", key => new Lazy<Grammar>(() => Read(language, register))).Value;
        var narrator = new Narrator(grammar, seed.Derive($"corpus/{language}/{register}"));
        var corpus = new CorpusBuilder(language);
        do
            narrator.WriteParagraph(corpus);
        while (corpus.Length < minimumCharacters);
        return corpus.Build(register);
    }

    private static Grammar Read(string language, string register)
    {
        IEnumerable<string> files = [.. Files(language, "shared"), .. Files(language, register)];
        return GrammarReader.Read(Language.Of(language), files.Select(file => (file, EmbeddedText.Read(file))));
    }

    private static IReadOnlyList<string> Files(string language, string part) => EmbeddedText.Names($"Languages/{language}/corpora/{part}.");
}
