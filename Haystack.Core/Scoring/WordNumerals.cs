using Haystack.Languages;

namespace Haystack.Scoring;

/// <summary>Reads number words, cardinal and ordinal, of the languages that part words by blanks, up to trillions.</summary>
internal static class WordNumerals
{
    private static readonly IReadOnlyList<NumberReading> Readings = [.. Wording.Languages.Select(l => l.Numbers).OfType<NumberReading>()];

    /// <summary>What stands behind figures and makes an ordinal of them, in any language.</summary>
    public static bool IsFigureOrdinal(string word) => Readings.Any(r => r.FigureOrdinals.Contains(word));

    /// <summary>The number that starts at token <paramref name="at"/>; null where none does.</summary>
    public static ParsedNumber? At(Passage passage, int at) => Farthest(Readings.Select(r => At(passage, at, r)));

    /// <summary>"3 thousand", "2 million": digits before scale words; null where no scale word follows.</summary>
    public static ParsedNumber? Scaled(Passage passage, decimal value, int last) => Farthest(Readings.Select(r => Scaled(passage, value, last, r)));

    /// <summary>The number in one language.</summary>
    public static ParsedNumber? At(Passage passage, int at, NumberReading reading)
    {
        var state = new State();
        var last = -1;
        var words = 0;
        for (var i = at; passage.Is(i, TokenKind.Word); i++)
        {
            var word = Lower(passage, i);
            if (last >= 0 && reading.And.Contains(word) && state.MayTakeAnd && passage.Is(i + 1, TokenKind.Word) && reading.Split(Lower(passage, i + 1)).Count > 0)
                continue;
            // "a hundred" is one hundred; a lone "a" is nothing.
            var taken = last < 0 && reading.OneBefore.Contains(word)
                ? passage.Is(i + 1, TokenKind.Word) && IsScale(Lower(passage, i + 1), reading) && state.Add(1)
                : Take(ref state, reading.Split(word), reading);
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

    private static ParsedNumber? Scaled(Passage passage, decimal value, int last, NumberReading reading)
    {
        var scaled = value;
        var end = last;
        while (passage.Is(end + 1, TokenKind.Word) && Lower(passage, end + 1) is var word)
        {
            if (reading.IsHundred(word, out var hundred, out var isOrdinal) && !isOrdinal)
                scaled *= hundred;
            else if (reading.IsDozen(word, out var dozen))
                scaled *= dozen;
            else if (reading.IsScale(word, out var scale, out isOrdinal) && !isOrdinal && scaled < 1_000_000_000m)
                scaled *= scale;
            else
                break;
            end++;
        }

        return end == last ? null : new ParsedNumber(scaled, end, false);
    }

    private static ParsedNumber? Farthest(IEnumerable<ParsedNumber?> numbers)
    {
        ParsedNumber? farthest = null;
        foreach (var number in numbers)
        {
            if (number is not null && (farthest is null || number.Value.Last > farthest.Value.Last))
                farthest = number;
        }

        return farthest;
    }

    private static string Lower(Passage passage, int at) => passage.Tokens[at].Text.ToLowerInvariant();

    private static bool IsScale(string word, NumberReading reading) =>
        (reading.IsHundred(word, out _, out var isOrdinal) || reading.IsScale(word, out _, out isOrdinal)) ? !isOrdinal : reading.IsDozen(word, out _);

    /// <summary>Takes all the parts of a word, or none of them.</summary>
    private static bool Take(ref State state, IReadOnlyList<string> parts, NumberReading reading)
    {
        var after = state;
        foreach (var part in parts)
        {
            if (!(parts.Count > 1 && reading.And.Contains(part)) && !Take(ref after, part, parts.Count > 1, reading))
                return false;
        }

        state = parts.Count > 0 ? after : state;
        return parts.Count > 0;
    }

    private static bool Take(ref State state, string word, bool isInside, NumberReading reading)
    {
        if (reading.IsPart(word, out var part, out var isOrdinal))
            return state.Add(part) && state.End(isOrdinal);
        if (isInside && reading.OneBefore.Contains(word))
            return state.Add(1);
        if (reading.IsHundred(word, out var hundred, out isOrdinal))
            return state.Hundred(hundred) && state.End(isOrdinal);
        if (reading.IsDozen(word, out var dozen))
            return state.Hundred(dozen) && state.End(true);
        return reading.IsScale(word, out var scale, out isOrdinal) && state.Scale(scale) && state.End(isOrdinal);
    }

    /// <summary>The number so far, and what may still follow it.</summary>
    private struct State()
    {
        private decimal above;
        private decimal current;
        private decimal lastScale = decimal.MaxValue;
        private bool isEmpty = true;

        // The size below which the next part must stay: 100 after "hundred", 10 after "twenty", nothing after "five".
        private int room = 1_000;

        public readonly decimal Total => above + current;

        public bool IsDone { get; private set; }

        public readonly bool MayTakeAnd => room == 100 || (current == 0 && !isEmpty);

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
