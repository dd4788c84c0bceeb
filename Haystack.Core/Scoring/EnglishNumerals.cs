using System.Collections.Frozen;

namespace Haystack.Scoring;

/// <summary>Reads English number words, cardinal and ordinal, up to trillions.</summary>
internal static class EnglishNumerals
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] SmallOrdinals =
    [
        "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
        "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    ];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly FrozenDictionary<string, (int Value, bool IsOrdinal)> Parts = Small
        .Select((word, i) => (word, i, false))
        .Concat(SmallOrdinals.Select((word, i) => (word, i, true)))
        .Concat(Tens.Select((word, i) => (word, (i + 2) * 10, false)))
        .Concat(Tens.Select((word, i) => (word[..^1] + "ieth", (i + 2) * 10, true)))
        .Append(("fourty", 40, false))
        .ToFrozenDictionary(p => p.Item1, p => (p.Item2, p.Item3));

    private static readonly FrozenDictionary<string, decimal> Scales = new Dictionary<string, decimal>
    {
        ["thousand"] = 1_000m,
        ["million"] = 1_000_000m,
        ["billion"] = 1_000_000_000m,
        ["trillion"] = 1_000_000_000_000m,
    }.ToFrozenDictionary();

    /// <summary>The number that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedNumber? At(Passage passage, int at)
    {
        var state = new State();
        var last = -1;
        var words = 0;
        for (var i = at; passage.Is(i, TokenKind.Word); i++)
        {
            var word = passage.Tokens[i].Text.ToLowerInvariant();
            if (last >= 0 && word == "and" && state.MayTakeAnd && passage.Is(i + 1, TokenKind.Word) && IsPart(passage.Tokens[i + 1].Text))
                continue;
            // "a hundred" is one hundred; a lone "a" is nothing.
            var taken = last < 0 && word is "a" or "an"
                ? passage.Is(i + 1, TokenKind.Word) && IsScale(passage.Tokens[i + 1].Text) && state.Add(1)
                : Take(state, word);
            if (!taken)
                break;
            last = i;
            words++;
            if (state.IsDone)
                break;
            if (passage.IsMark(i + 1, '-') && passage.IsJoined(i) && passage.IsJoined(i + 1))
                i++;
        }

        return last < 0 ? null : new ParsedNumber(state.Total, last, words == 1 && (state.Total == 1 || (state.IsDone && state.Total <= 3)));
    }

    /// <summary>"3 thousand", "2 million": digits before scale words; null where no scale word follows.</summary>
    public static ParsedNumber? Scaled(Passage passage, decimal value, int last)
    {
        var scaled = value;
        var end = last;
        while (passage.Is(end + 1, TokenKind.Word) && passage.Tokens[end + 1].Text.ToLowerInvariant() is var word)
        {
            if (word == "hundred")
                scaled *= 100;
            else if (word == "dozen")
                scaled *= 12;
            else if (Scales.TryGetValue(word, out var scale) && scaled < 1_000_000_000m)
                scaled *= scale;
            else
                break;
            end++;
        }

        return end == last ? null : new ParsedNumber(scaled, end, false);
    }

    private static bool IsPart(string word) => Parts.ContainsKey(word) || IsScale(word);

    private static bool IsScale(string word) => word is "hundred" or "dozen" || Scales.ContainsKey(word);

    private static bool Take(State state, string word)
    {
        if (Parts.TryGetValue(word, out var part))
            return state.Add(part.Value) && state.End(part.IsOrdinal);
        var isOrdinal = word is "hundredth" or "thousandth" or "millionth";
        var scale = isOrdinal ? word[..^2] : word;
        if (scale == "hundred")
            return state.Hundred(100) && state.End(isOrdinal);
        if (scale == "dozen")
            return state.Hundred(12) && state.End(true);
        return Scales.TryGetValue(scale, out var value) && state.Scale(value) && state.End(isOrdinal);
    }

    /// <summary>The number so far, and what may still follow it.</summary>
    private sealed class State
    {
        private decimal above;
        private decimal current;
        private decimal lastScale = decimal.MaxValue;
        private bool isEmpty = true;

        // The size below which the next part must stay: 100 after "hundred", 10 after "twenty", nothing after "five".
        private int room = 1_000;

        public decimal Total => above + current;

        public bool IsDone { get; private set; }

        public bool MayTakeAnd => room == 100 || (current == 0 && !isEmpty);

        public bool Add(int part)
        {
            if (part >= room || (part == 0 && !isEmpty))
                return false;
            current += part;
            room = part is >= 20 and < 100 ? 10 : 0;
            isEmpty = false;
            return true;
        }

        public bool Hundred(int size)
        {
            if (isEmpty)
                current = 1;
            if (current is 0 or >= 100)
                return false;
            current *= size;
            room = 100;
            isEmpty = false;
            return true;
        }

        public bool Scale(decimal scale)
        {
            if (isEmpty)
                current = 1;
            if (current == 0 || scale >= lastScale)
                return false;
            above += current * scale;
            current = 0;
            lastScale = scale;
            room = 1_000;
            isEmpty = false;
            return true;
        }

        public bool End(bool isOrdinal)
        {
            IsDone |= isOrdinal;
            return true;
        }
    }
}
