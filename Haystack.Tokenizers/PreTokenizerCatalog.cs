using System.Collections.Frozen;
using System.Text.Json;

namespace Haystack.Tokenization;

/// <summary>The pre-tokenizers that llama.cpp knows by name (b10488, August 2026, and later), from embedded data.</summary>
internal static class PreTokenizerCatalog
{
    private static readonly Lazy<FrozenDictionary<string, Entry>> Entries = new(Load);

    private static readonly Lazy<FrozenSet<string>> Expressions = new(() => Entries.Value.Values.SelectMany(e => e.Rules?.Expressions ?? []).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Whether an expression is one of a pre-tokenizer here.</summary>
    public static bool Knows(string expression) => Expressions.Value.Contains(expression);

    /// <summary>Every name, refused ones included, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What the name says of lines; <see cref="LineRules.None"/> for unknown names and those of byte-level vocabularies.</summary>
    public static LineRules LinesOf(string name) => Entries.Value.TryGetValue(name, out var entry) ? entry.Lines : LineRules.None;

    /// <summary>The rules of byte-level vocabularies that go by <paramref name="name"/>.</summary>
    /// <exception cref="TokenizerUnsupportedException">The name is unknown, or known and refused for a reason.</exception>
    public static PreTokenizerRules Find(string name)
    {
        if (!Entries.Value.TryGetValue(name, out var entry))
            throw new TokenizerUnsupportedException($"pre-tokenizer '{name}' is not known");
        return entry.Rules
            ?? throw new TokenizerUnsupportedException($"pre-tokenizer '{name}' is not supported: {entry.Refused}");
    }

    /// <summary>The rules with these very expressions, or null: lets a file's own rules inherit what is known of them.</summary>
    public static PreTokenizerRules? FindByExpressions(IReadOnlyList<string> expressions) =>
        Entries.Value.Values.FirstOrDefault(e => e.Rules is not null && e.Rules.Expressions.SequenceEqual(expressions))?.Rules;

    private static FrozenDictionary<string, Entry> Load()
    {
        using var stream = typeof(PreTokenizerCatalog).Assembly.GetManifestResourceStream("Tokenization/pretokenizers.json")
            ?? throw new InvalidOperationException("Tokenization/pretokenizers.json is not embedded");
#pragma warning disable RS0030 // The program's own.
        using var document = JsonDocument.Parse(stream);
#pragma warning restore RS0030
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var element in document.RootElement.EnumerateArray())
        {
            var entry = Read(element);
            foreach (var name in element.GetProperty("names").EnumerateArray())
                entries.Add(name.GetString()!, entry);
        }

        return entries.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Entry Read(JsonElement element) =>
        element.TryGetProperty("refused", out var refused)
            ? new Entry(null, LineRules.None, refused.GetString())
            : element.TryGetProperty("lines", out var lines)
            ? new Entry(null, Enum.Parse<LineRules>(lines.GetString()!), "its vocabulary is not byte-level")
            : new Entry(
                new PreTokenizerRules
                {
                    Expressions = [.. element.GetProperty("expressions").EnumerateArray().Select(e => e.GetString()!)],
                    IgnoreMerges = element.GetProperty("ignore_merges").GetBoolean(),
                    Cuts = Enum.Parse<CutRules>(element.GetProperty("cuts").GetString()!),
                },
                LineRules.None,
                null);

    private sealed record Entry(PreTokenizerRules? Rules, LineRules Lines, string? Refused);
}
