using Haystack.Tokenization.Checking;

namespace Haystack.Tokenization;

/// <summary>Keeps compiled vocabularies, so that one is parsed and compiled once a machine.</summary>
internal static class VocabularyCache
{
    /// <summary>Raise it whenever compiling, or the form in the file, changes.</summary>
    public const string Kind = "vocabulary-6";

    /// <summary>The tokenizer under <paramref name="key"/>, which changes when the vocabulary does; read with <paramref name="read"/> if it is not there; <paramref name="second"/> makes what it is checked by.</summary>
    public static VocabularyTokenizer Load(HaystackCache cache, string key, string source, Func<TokenizerVocabulary> read, Func<SecondEncoder>? second = null)
    {
        if (cache.TryRead(Kind, key, CompiledVocabularyFile.TryRead) is { } cached)
            return VocabularyTokenizer.Create(cached, $"{source}:{cached.Label}", second);
        var compiled = VocabularyCompiler.Compile(read());
        cache.Write(Kind, key, CompiledVocabularyFile.Write(compiled));
        return VocabularyTokenizer.Create(compiled, $"{source}:{compiled.Label}", second);
    }
}
