using System.Text.Json;

namespace Haystack.Tokenization;

/// <summary>Turns the parts of one <c>tokenizer.json</c> into a vocabulary.</summary>
internal sealed class TokenizerJsonReader(string source, JsonElement root)
{
    private const int HighestId = 2_000_000;
    private const int MostAdded = 200_000;

    /// <summary>The vocabulary.</summary>
    public TokenizerVocabulary Read()
    {
        var model = Part(root, "model") ?? throw Missing("model");
        if (Text(model, "type") is { } type && type != "BPE")
            throw Unsupported($"model of type '{type}'");
        foreach (var affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (!string.IsNullOrEmpty(Text(model, affix)))
                throw Unsupported($"model.{affix} '{Text(model, affix)}'");
        }

        if (model.TryGetProperty("dropout", out var dropout) && dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() > 0)
            throw Unsupported("model.dropout");
        var steps = new TokenizerJsonSteps(source);
        steps.ReadNormalizer(Part(root, "normalizer"));
        steps.ReadPreTokenizer(Part(root, "pre_tokenizer"));
        return Assemble(model, steps);
    }

    private TokenizerVocabulary Assemble(JsonElement model, TokenizerJsonSteps steps)
    {
        var added = AddedTokens(steps.SpellsBlanks);
        var vocabulary = Part(model, "vocab") ?? throw Missing("model.vocab");
        var tokens = TokenizerJson.Tokens(source, vocabulary, added.Select(a => (a.Text, a.Id)));
        var types = new int[tokens.Length];
        var bytes = Flag(model, "byte_fallback");
        for (var id = 0; id < tokens.Length; id++)
            types[id] = tokens[id].Length == 0 ? TokenType.Unused : bytes && IsByte(tokens[id]) ? TokenType.Byte : TokenType.Normal;
        foreach (var token in added)
            types[token.Id] = token.Special ? TokenType.Control : TokenType.UserDefined;
        if (!steps.IsByteLevel && !steps.SpellsBlanks)
            throw Unsupported("a model that is neither byte-level nor spells blanks as '▁'");
        if (!steps.IsByteLevel && !bytes)
            throw Unsupported("a SentencePiece-like model without byte_fallback");
        var rules = steps.IsByteLevel ? Rules(steps.Expressions, Flag(model, "ignore_merges")) : null;
        return new TokenizerVocabulary
        {
            Source = source,
            Kind = steps.IsByteLevel ? "gpt2" : "llama",
            Tokens = tokens,
            TokenTypes = types,
            Merges = Merges(model),
            Nfc = steps.Nfc,
            Nfkc = steps.Nfkc,
            CutsBeforeBlank = steps.CutsBeforeBlank,
            AddSpacePrefix = steps.AddsPrefix,
            AddBos = StartsWithSpecial(Part(root, "post_processor")),
            LeftmostUserTokens = true,
            Rules = rules,
        };
    }

    private static PreTokenizerRules Rules(IReadOnlyList<string> expressions, bool ignoreMerges)
    {
        // The same contractions, spelled in two ways; letters beyond ASCII that fold to these are in no contraction.
        string[] spelled = [.. expressions.Select(e => e.Replace(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)", "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])", StringComparison.Ordinal))];
        return PreTokenizerCatalog.FindByExpressions(spelled) is { } known
            ? known with { IgnoreMerges = ignoreMerges }
            : CutRuleProbe.Complete(new PreTokenizerRules { Expressions = expressions, IgnoreMerges = ignoreMerges });
    }

    private string[] Merges(JsonElement model)
    {
        var merges = model.TryGetProperty("merges", out var found) && found.ValueKind == JsonValueKind.Array ? found : throw Missing("model.merges");
        if (merges.GetArrayLength() > VocabularyCompiler.MostMerges)
            throw new HaystackException($"{source}: {merges.GetArrayLength()} merges are more than any tokenizer has");
        var texts = new string[merges.GetArrayLength()];
        var at = 0;
        foreach (var merge in merges.EnumerateArray())
        {
            texts[at] = merge.ValueKind switch
            {
                JsonValueKind.String => merge.GetString()!,
                JsonValueKind.Array when merge.GetArrayLength() == 2 && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String =>
                    Pair(merge[0].GetString()!, merge[1].GetString()!),
                _ => throw new HaystackException($"{source}: model.merges[{at}] is not a pair of tokens"),
            };
            at++;
        }

        return texts;
    }

    private string Pair(string left, string right) =>
        left.Contains(' ', StringComparison.Ordinal) || right.Contains(' ', StringComparison.Ordinal) ? throw Unsupported("a merge of tokens with blanks in them") : $"{left} {right}";

    private List<(string Text, int Id, bool Special)> AddedTokens(bool spellsBlanks)
    {
        var tokens = new List<(string, int, bool)>();
        if (!root.TryGetProperty("added_tokens", out var list) || list.ValueKind != JsonValueKind.Array)
            return tokens;
        foreach (var token in list.EnumerateArray())
        {
            if (Text(token, "content") is not { Length: > 0 } text
                || !token.TryGetProperty("id", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var id) || id is < 0 or > HighestId)
                throw new HaystackException($"{source}: added_tokens[{tokens.Count}] has no content or no id from 0 to {HighestId}");
            if (tokens.Count >= MostAdded)
                throw new HaystackException($"{source}: more than {MostAdded} added tokens are more than any tokenizer has");
            var special = Flag(token, "special");
            foreach (var trait in new[] { "single_word", "lstrip", "rstrip" })
            {
                if (!special && Flag(token, trait))
                    throw Unsupported($"{trait} of added token '{text}'");
            }

            if (!special && spellsBlanks && Flag(token, "normalized"))
                throw Unsupported($"normalized of added token '{text}'");
            tokens.Add((text, id, special));
        }

        return tokens;
    }

    // TemplateProcessing whose template for one text begins with a special token; a Sequence may hold one.
    private static bool StartsWithSpecial(JsonElement? processor)
    {
        if (processor is not { } found)
            return false;
        if (Text(found, "type") == "Sequence" && found.TryGetProperty("processors", out var inner) && inner.ValueKind == JsonValueKind.Array)
            return inner.EnumerateArray().Any(p => StartsWithSpecial(p));
        return Text(found, "type") == "TemplateProcessing" && found.TryGetProperty("single", out var single) && single.ValueKind == JsonValueKind.Array
            && single.GetArrayLength() > 0 && single[0].ValueKind == JsonValueKind.Object && single[0].TryGetProperty("SpecialToken", out _);
    }

    private static bool IsByte(string token) => token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>';

    private static JsonElement? Part(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static bool Flag(JsonElement parent, string name) => parent.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private HaystackException Missing(string what) => new($"{source}: {what} is missing");

    private TokenizerUnsupportedException Unsupported(string what) => new($"{source}: {what} is not supported");
}
