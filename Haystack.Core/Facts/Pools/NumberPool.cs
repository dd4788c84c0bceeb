using System.Globalization;

namespace Haystack.Facts.Pools;

/// <summary>Whole numbers in digits, from a range without those that the corpus holds.</summary>
internal sealed class NumberPool : Pool
{
    // Enough for a document of many chains to find distinct numbers and sums quickly.
    private const int Enough = 400;

    private readonly int _from, _to;
    private readonly int[] _numbers;

    public NumberPool(string name, int from, int to)
        : this(name, from, to, [.. Enumerable.Range(from, to - from + 1)])
    {
    }

    private NumberPool(string name, int from, int to, int[] numbers)
        : base(name) => (_from, _to, _numbers) = (from, to, numbers);

    public override AnswerKind Kind => AnswerKind.Number;

    public override long Size => _numbers.Length;

    public override string Pattern => @"[0-9]+(?![0-9])";

    public override PoolValue Draw(RandomStream random)
    {
        var text = random.Pick(_numbers).ToString(CultureInfo.InvariantCulture);
        return new PoolValue(text, text);
    }

    /// <summary>Every number in the text, in digits or from a hundred on in words, in this range or not: sums land outside of it.</summary>
    public override IReadOnlyCollection<string> FindIn(string text)
    {
        var found = new HashSet<string>(WrittenNumbers.FindIn(text), StringComparer.Ordinal);
        var lookup = found.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> digits = stackalloc char[12];
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
                continue;
            var length = 0;
            for (; i < text.Length && IsPartOfNumber(text, i); i++)
            {
                if (text[i] != ',' && length < digits.Length)
                    digits[length++] = text[i];
            }

            lookup.Add(digits[..length]);
        }

        return found;
    }

    /// <summary>Where the corpus leaves too few, the same range with one more digit is taken.</summary>
    public override Pool Without(IReadOnlySet<string> taken, string corpusName)
    {
        var (from, to) = (_from, _to);
        for (var digit = 0; digit < 4 && to < 100_000_000; digit++, from *= 10, to = to * 10 + 9)
        {
            var free = Enumerable.Range(from, to - from + 1)
                .Where(n => !taken.Contains(n.ToString(CultureInfo.InvariantCulture))).Take(20_000).ToArray();
            if (free.Length >= Enough)
                return new NumberPool(Name, from, to, free);
        }

        throw new HaystackException($"corpus '{corpusName}' contains nearly every number of pool '{Name}': none are left to plant");
    }

    public override IReadOnlyList<string> Forms(string value)
    {
        var number = int.Parse(value, CultureInfo.InvariantCulture);
        return number < 1000 ? [value] : [value, number.ToString("N0", CultureInfo.InvariantCulture)];
    }

    private static bool IsPartOfNumber(string text, int i) =>
        char.IsAsciiDigit(text[i]) || (text[i] == ',' && i + 3 < text.Length
            && char.IsAsciiDigit(text[i + 1]) && char.IsAsciiDigit(text[i + 2]) && char.IsAsciiDigit(text[i + 3]));
}
