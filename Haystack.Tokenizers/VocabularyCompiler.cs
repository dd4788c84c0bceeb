using System.Collections.Frozen;

namespace Haystack.Tokenization;

/// <summary>Turns a vocabulary as read into one that is ready for merging.</summary>
internal static class VocabularyCompiler
{
    // Far above any vocabulary there is (the largest have 256k tokens), far below what would hurt.
    private const int MostTokens = 2_000_000;
    private const int LongestToken = 4_096;

    /// <summary>The most merges that a vocabulary may have.</summary>
    public const int MostMerges = 4_000_000;

    // The families that put BOS first where no key says otherwise (llama.cpp).
    private static readonly FrozenSet<string> AddBosByDefault =
        FrozenSet.Create(StringComparer.Ordinal, "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano", "tekken", "chameleon");

    /// <summary>Checks that the parts fit together, and compiles.</summary>
    /// <exception cref="TokenizerUnsupportedException">Its kind or rules are not known here.</exception>
    /// <exception cref="HaystackException">Its parts do not fit together.</exception>
    public static CompiledVocabulary Compile(TokenizerVocabulary vocabulary)
    {
        Check(vocabulary);
        try
        {
            return CompileKind(vocabulary);
        }
        catch (TokenizerUnsupportedException e) when (!e.Message.StartsWith(vocabulary.Source, StringComparison.Ordinal))
        {
            throw new TokenizerUnsupportedException($"{vocabulary.Source}: {e.Message}", e);
        }
    }

    private static CompiledVocabulary CompileKind(TokenizerVocabulary vocabulary)
    {
        return vocabulary.Kind switch
        {
            "gpt2" or "gemma4" when LinesOf(vocabulary) is not LineRules.None and var lines => SentencePieceCompiler.Compile(vocabulary, lines),
            "gpt2" => ByteLevelCompiler.Compile(vocabulary),
            "rwkv" => LongestMatchCompiler.Compile(vocabulary),
            "llama" => SentencePieceCompiler.Compile(vocabulary, LineRules.None),
            _ => throw new TokenizerUnsupportedException($"tokenizers of kind '{vocabulary.Kind}' are not supported"),
        };
    }

    /// <summary>Whether BOS precedes a prompt: by the vocabulary's own word, else by what its family does.</summary>
    public static bool AddsBos(TokenizerVocabulary vocabulary) =>
        LinesOf(vocabulary) == LineRules.CutAndWhole
        || (vocabulary.AddBos ?? (vocabulary.Kind == "llama" || (vocabulary.Pre is not null && AddBosByDefault.Contains(vocabulary.Pre))));

    // Kind gemma4 is a name for one pre-tokenizer, whatever else the vocabulary says.
    private static LineRules LinesOf(TokenizerVocabulary vocabulary) => vocabulary switch
    {
        { Kind: "gemma4" } => PreTokenizerCatalog.LinesOf("gemma4"),
        { Kind: "gpt2", Rules: null, Pre: { } pre } => PreTokenizerCatalog.LinesOf(pre),
        _ => LineRules.None,
    };

    /// <summary>The type of a token; 1 (normal) where the vocabulary has no types.</summary>
    public static int TypeOf(TokenizerVocabulary vocabulary, int id) => vocabulary.TokenTypes?[id] ?? TokenType.Normal;

    /// <summary>Texts of the control tokens, in order of id.</summary>
    public static IReadOnlyList<string> ControlTexts(TokenizerVocabulary vocabulary) =>
        [.. Enumerable.Range(0, vocabulary.Tokens.Count)
            .Where(id => TypeOf(vocabulary, id) == TokenType.Control && vocabulary.Tokens[id].Length > 0)
            .Select(id => vocabulary.Tokens[id]).Distinct(StringComparer.Ordinal)];

    /// <summary>User-defined tokens by their plain text.</summary>
    public static Dictionary<string, int> UserTokens(TokenizerVocabulary vocabulary, Func<string, string> plainText)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            if (TypeOf(vocabulary, id) == TokenType.UserDefined && vocabulary.Tokens[id].Length > 0)
                tokens[plainText(vocabulary.Tokens[id])] = id;
        }

        return tokens;
    }

    private static void Check(TokenizerVocabulary vocabulary)
    {
        var count = vocabulary.Tokens.Count;
        if (count == 0)
            throw new HaystackException($"{vocabulary.Source}: the vocabulary has no tokens");
        if (count > MostTokens || vocabulary.Merges.Count > MostMerges)
            throw new HaystackException($"{vocabulary.Source}: {count} tokens and {vocabulary.Merges.Count} merges are more than any tokenizer has");
        if (vocabulary.TokenTypes is { } types && types.Count != count)
            throw new HaystackException($"{vocabulary.Source}: {count} tokens but {types.Count} token types");
        if (vocabulary.Scores is { } scores && scores.Count != count)
            throw new HaystackException($"{vocabulary.Source}: {count} tokens but {scores.Count} scores");
        for (var id = 0; id < count; id++)
        {
            if (vocabulary.Tokens[id].Length > LongestToken)
                throw new HaystackException($"{vocabulary.Source}: token {id} is {vocabulary.Tokens[id].Length} characters long");
        }
    }
}
