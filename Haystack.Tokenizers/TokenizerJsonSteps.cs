using System.Text.Json;
using System.Text.RegularExpressions;

namespace Haystack.Tokenization;

/// <summary>What the normaliser and the pre-tokenizer of a <c>tokenizer.json</c> amount to.</summary>
internal sealed partial class TokenizerJsonSteps(string source)
{
    private const string Blank = "▁";
    private const int DeepestSequence = 8;
    private const int MostExpressions = 16;

    // What the ByteLevel step cuts by when it is told to.
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private readonly List<string> _expressions = [];

    /// <summary>Expressions in order.</summary>
    public IReadOnlyList<string> Expressions => _expressions;

    /// <summary>Whether tokens are spelled in the byte alphabet.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>Whether blanks are spelled <c>▁</c>.</summary>
    public bool SpellsBlanks { get; private set; }

    /// <summary>Whether text becomes NFC first.</summary>
    public bool Nfc { get; private set; }

    /// <summary>Whether that is NFKC.</summary>
    public bool Nfkc { get; private set; }

    /// <summary>Whether a blank is put before the first text.</summary>
    public bool AddsPrefix { get; private set; }

    /// <summary>Whether words are cut apart before their blank.</summary>
    public bool CutsBeforeBlank { get; private set; }

    /// <summary>Takes in the normaliser.</summary>
    public void ReadNormalizer(JsonElement? normalizer) => ReadSteps(normalizer, "normalizers", NormalizerStep, 0);

    /// <summary>Takes in the pre-tokenizer.</summary>
    public void ReadPreTokenizer(JsonElement? preTokenizer)
    {
        ReadSteps(preTokenizer, "pretokenizers", PreTokenizerStep, 0);
        if (_expressions.Count > MostExpressions)
            throw Unsupported($"a pre_tokenizer of {_expressions.Count} expressions");
        if (!IsByteLevel && _expressions.Count > 0)
            throw Unsupported("a Split step without ByteLevel");
        if (IsByteLevel && SpellsBlanks)
            throw Unsupported("ByteLevel together with blanks spelled as '▁'");
        if (IsByteLevel && _expressions.Count == 0)
            throw Unsupported("ByteLevel without anything that cuts text");
    }

    private void ReadSteps(JsonElement? step, string listName, Action<JsonElement, string> read, int depth)
    {
        if (step is not { } found)
            return;
        var type = Text(found, "type") ?? throw new HaystackException($"{source}: a step has no type");
        if (type != "Sequence")
        {
            read(found, type);
            return;
        }

        if (depth == DeepestSequence || !found.TryGetProperty(listName, out var list) || list.ValueKind != JsonValueKind.Array)
            throw new HaystackException($"{source}: a Sequence without {listName}, or too deep");
        foreach (var inner in list.EnumerateArray())
            ReadSteps(inner, listName, read, depth + 1);
    }

    private void NormalizerStep(JsonElement step, string type)
    {
        switch (type)
        {
            case "NFC":
                Nfc = true;
                break;
            case "NFKC":
                Nfc = Nfkc = true;
                break;
            case "Prepend" when Text(step, "prepend") == Blank:
                AddsPrefix = true;
                break;
            case "Replace" when Pattern(step) is ("String", " ") && Text(step, "content") == Blank:
                SpellsBlanks = true;
                break;
            default:
                throw Unsupported($"normalizer '{type}'{Detail(step)}");
        }
    }

    private void PreTokenizerStep(JsonElement step, string type)
    {
        switch (type)
        {
            case "ByteLevel":
                IsByteLevel = true;
                AddsPrefix |= Flag(step, "add_prefix_space");
                if (!step.TryGetProperty("use_regex", out var regex) || regex.ValueKind != JsonValueKind.False)
                    _expressions.Add(Gpt2);
                break;
            case "Split" when SpellsBlanks && Pattern(step) is ("String", " "):
                // Nothing is left to split: the normaliser has spelled every blank.
                break;
            case "Split" when Text(step, "behavior") == "Isolated":
                // Inverted, matches and what lies between them change places: the pieces are the same.
                _expressions.Add(Expression(step));
                break;
            case "Split" when Text(step, "behavior") == "Removed" && Flag(step, "invert") && Pattern(step).Kind == "Regex" && ExpressionCoverage.IsWhole(Expression(step)):
                // Where the expression takes in every character, what lies between its matches, and would be removed, is nothing.
                _expressions.Add(Expression(step));
                break;
            case "Digits":
                _expressions.Add(Flag(step, "individual_digits") ? @"\p{N}" : @"\p{N}+");
                break;
            case "Metaspace" when Text(step, "replacement") == Blank:
                SpellsBlanks = true;
                AddsPrefix |= Text(step, "prepend_scheme") is { } scheme ? scheme != "never" : Flag(step, "add_prefix_space");
                CutsBeforeBlank |= !step.TryGetProperty("split", out var split) || split.ValueKind != JsonValueKind.False;
                break;
            default:
                throw Unsupported($"pre_tokenizer '{type}'{Detail(step)}");
        }
    }

    private string Expression(JsonElement step)
    {
        var (kind, pattern) = Pattern(step);
        if (kind == "String")
            return Regex.Escape(pattern);
        if (kind != "Regex")
            throw Unsupported("a Split step without a pattern");

        // Its engine takes these for ends of lines, others for ends of text: servers differ, so there is no right count.
        return Anchor().IsMatch(ClassOrEscape().Replace(pattern, "")) ? throw Unsupported($"an anchor (^ or $) in '{pattern}'") : pattern;
    }

    private static (string Kind, string Pattern) Pattern(JsonElement step)
    {
        if (!step.TryGetProperty("pattern", out var pattern) || pattern.ValueKind != JsonValueKind.Object)
            return ("", "");
        return Text(pattern, "Regex") is { } regex ? ("Regex", regex) : ("String", Text(pattern, "String") ?? "");
    }

    private static string Detail(JsonElement step)
    {
        var (kind, pattern) = Pattern(step);
        var behavior = Text(step, "behavior");
        return string.Concat(kind.Length > 0 ? $" with {kind} '{pattern}'" : "", behavior is null ? "" : $" and behavior '{behavior}'", Flag(step, "invert") ? " inverted" : "");
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static bool Flag(JsonElement parent, string name) => parent.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private TokenizerUnsupportedException Unsupported(string what) => new($"{source}: {what} is not supported");

    [GeneratedRegex(@"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")]
    private static partial Regex ClassOrEscape();

    [GeneratedRegex(@"[\^$]")]
    private static partial Regex Anchor();
}
