using System.Collections.Frozen;
using System.Globalization;

namespace Haystack.Scoring;

/// <summary>Finds whole numbers; planted values that are no numbers are looked for as names where a passage has no number.</summary>
internal sealed class NumberReader : IValueReader
{
    private readonly FrozenDictionary<decimal, Outcome> meanings;
    private readonly NameReader others;

    public NumberReader(IReadOnlyList<KnownValue> values)
    {
        var known = new Dictionary<decimal, Outcome>();
        var names = new List<KnownValue>();
        foreach (var value in values)
        {
            if (Scan(value.Passage) is [var only])
                known.TryAdd(only.Number.Value, value.Meaning);
            else
                names.Add(value);
        }

        meanings = known.ToFrozenDictionary();
        others = new NameReader(names, Passage.From(""));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Mention> Read(Passage passage)
    {
        var numbers = Scan(passage);
        var strong = numbers.Where(n => !n.Number.IsWeak || (meanings.ContainsKey(n.Number.Value) && IsAlone(passage, n.First, n.Number.Last))).ToList();
        // "Let me first look …" counts nothing.
        var chosen = strong.Count > 0 ? strong : numbers.Where(n => IsAlone(passage, n.First, n.Number.Last)).ToList();
        return chosen.Count == 0 ? others.Read(passage) : [.. chosen.Select(n => Mentioned(passage, n.First, n.Number))];
    }

    /// <summary>A weak word counts where it is nearly all that is said.</summary>
    private static bool IsAlone(Passage passage, int first, int last) => passage.Tokens.Count - (last - first + 1) <= 3;

    private static List<(int First, ParsedNumber Number)> Scan(Passage passage)
    {
        var found = new List<(int, ParsedNumber)>();
        for (var i = 0; i < passage.Tokens.Count; i++)
        {
            // Days and years are no quantities.
            if (Dates.At(passage, i) is { } date && date.Value.IsMoreThanYear)
            {
                i = date.Last;
                continue;
            }

            if (Numbers.At(passage, i) is not { } number)
                continue;
            found.Add((i, number));
            i = number.Last;
        }

        return found;
    }

    private Mention Mentioned(Passage passage, int first, ParsedNumber number)
    {
        var isKnown = meanings.TryGetValue(number.Value, out var meaning);
        var key = number.Value.ToString("0.############", CultureInfo.InvariantCulture);
        return new Mention(first, number.Last, passage.Slice(first, number.Last), key, isKnown ? meaning : Outcome.Invented, isKnown ? key : null);
    }
}
