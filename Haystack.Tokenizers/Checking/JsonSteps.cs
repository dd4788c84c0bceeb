using System.Text.Json;
using System.Text.RegularExpressions;

namespace Haystack.Tokenization.Checking;

/// <summary>The steps of a <c>tokenizer.json</c>'s normaliser or pre-tokenizer, each done as it is declared.</summary>
internal sealed class JsonSteps
{
    private readonly List<(string Type, string Pattern, bool IsText, string Content, bool Flag)> _steps = [];

    public JsonSteps(JsonElement root, string name, string listName)
    {
        if (root.TryGetProperty(name, out var step) && step.ValueKind == JsonValueKind.Object)
            Add(step, listName);
    }

    /// <summary>Whether a step spells text in bytes.</summary>
    public bool IsByteLevel => _steps.Exists(s => s.Type == "ByteLevel");

    /// <summary>Whether a member is there and true.</summary>
    public static bool Flag(JsonElement parent, string name) => parent.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    /// <summary>The text after the normaliser's steps, with where each unit came from, given where each of the text's did.</summary>
    public (string Text, int[] Origins) Normalize(string text, int[] origins)
    {
        foreach (var (type, pattern, isText, content, _) in _steps)
        {
            if (type == "Prepend")
                continue;
            if (type == "Replace" && isText && pattern.Length == content.Length)
                text = text.Replace(pattern, content, StringComparison.Ordinal);
            else if (type is "NFC" or "NFKC")
                (text, origins) = Composed(text, origins, type == "NFKC");
            else
                throw new HaystackException($"the second encoder knows no normalizer '{type}'");
        }

        return (text, origins);
    }

    /// <summary>The text as the pre-tokenizer spells it, and its pieces.</summary>
    public (string Text, IReadOnlyList<(int Start, int End)> Pieces) Cut(string text)
    {
        List<(int Start, int End)> pieces = text.Length == 0 ? [] : [(0, text.Length)];
        foreach (var (type, pattern, isText, content, flag) in _steps)
        {
            if (type == "Metaspace")
                text = text.Replace(" ", content, StringComparison.Ordinal);
            var expression = type switch
            {
                "Split" => isText ? Regex.Escape(pattern) : pattern,
                "Digits" => flag ? @"\p{N}" : @"\p{N}+",
                "ByteLevel" when flag => @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
                "Metaspace" when flag => $"{content}[^{content}]*",
                "ByteLevel" or "Metaspace" => "",
                _ => throw new HaystackException($"the second encoder knows no pre_tokenizer '{type}'"),
            };
            if (expression.Length > 0)
                pieces = [.. pieces.SelectMany(p => PlainCutting.Cut(text[p.Start..p.End], [expression]).Select(c => (p.Start + c.Start, p.Start + c.End)))];
        }

        return (text, pieces);
    }

    private static (string Text, int[] Origins) Composed(string text, int[] origins, bool compatible)
    {
        var (composed, places) = NormalForm.Compose(text, compatible);
        return (composed, origins.Length == 0 ? [] : [.. places.Select(p => origins[p])]);
    }

    private void Add(JsonElement step, string listName)
    {
        var type = step.GetProperty("type").GetString()!;
        if (type == "Sequence")
        {
            foreach (var inner in step.GetProperty(listName).EnumerateArray())
                Add(inner, listName);
            return;
        }

        var isText = false;
        var pattern = "";
        if (step.TryGetProperty("pattern", out var found))
        {
            isText = found.TryGetProperty("String", out var text);
            pattern = (isText ? text : found.GetProperty("Regex")).GetString()!;
        }

        // What is cut off and left out would have no place here: the reader of the file takes a Split only where nothing is.
        var content = step.TryGetProperty(type == "Metaspace" ? "replacement" : "content", out var replacement) ? replacement.GetString()! : "";
        var flag = type switch
        {
            "ByteLevel" => !step.TryGetProperty("use_regex", out var regex) || regex.ValueKind != JsonValueKind.False,
            "Metaspace" => !step.TryGetProperty("split", out var split) || split.ValueKind != JsonValueKind.False,
            _ => Flag(step, "individual_digits"),
        };
        _steps.Add((type, pattern, isText, content, flag));
    }
}
