using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>
/// Unicode's normalisation form C, from embedded data. Written out because the tool runs with invariant
/// globalization, where <see cref="string.Normalize()"/> changes nothing outside ASCII.
/// </summary>
internal static class CanonicalComposition
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TrailFirst = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28, Syllables = Leads * Vowels * Trails;

    private static readonly Lazy<Tables> Data = new(Load);

    /// <summary>Whether <paramref name="text"/> is surely in form C; false means that it must be looked at closely.</summary>
    public static bool IsSurelyComposed(ReadOnlySpan<char> text) =>
        !text.ContainsAnyInRange('\u0300', '\uFFFF') || !HasActive(text);

    /// <summary>
    /// The text in form C, and where each of its UTF-16 units came from: unit i begins at <c>Origins[i]</c> of
    /// the text given; the last entry is that text's length.
    /// </summary>
    public static (string Text, int[] Origins) Compose(ReadOnlySpan<char> text)
    {
        var composed = new StringBuilder(text.Length);
        var origins = new List<int>(text.Length + 1);
        var points = new List<int>();
        for (var start = 0; start < text.Length;)
        {
            var end = SegmentEnd(text, start, points);
            var first = composed.Length;
            if (points.Count == 0)
            {
                composed.Append(text[start..end]);
            }
            else
            {
                Reorder(points);
                Recompose(points);
                foreach (var point in points)
                    composed.Append(new Rune(point).ToString());
            }

            var same = composed.Length - first == end - start;
            for (var i = first; i < composed.Length; i++)
                origins.Add(same ? start + i - first : start);
            start = end;
        }

        origins.Add(text.Length);
        return (composed.ToString(), [.. origins]);
    }

    private static bool HasActive(ReadOnlySpan<char> text)
    {
        var active = Data.Value.Active;
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out var units);
            if (rune.Value >= 0x300 && (active.Contains(rune.Value) || IsHangulPart(rune.Value)))
                return true;
            at += units;
        }

        return false;
    }

    // A segment is a starter and all that may combine with it, decomposed into points; none for a lone surrogate, which stays.
    private static int SegmentEnd(ReadOnlySpan<char> text, int start, List<int> points)
    {
        points.Clear();
        var at = start;
        while (at < text.Length)
        {
            var valid = Rune.DecodeFromUtf16(text[at..], out var rune, out var units) == System.Buffers.OperationStatus.Done;
            if (at > start && (!valid || !JoinsTheOneBefore(rune.Value)))
                break;
            at += units;
            if (!valid)
                break;
            Decompose(rune.Value, points);
        }

        return at;
    }

    private static bool JoinsTheOneBefore(int point) =>
        Data.Value.Classes.ContainsKey(point) || Data.Value.Seconds.Contains(point) || IsHangulPart(point) || OpensWithMark(point);

    // Four characters of no class of their own (U+0344, U+0F73, U+0F75, U+0F81) come apart into marks that have one, and are ordered with those before.
    private static bool OpensWithMark(int point) =>
        Data.Value.Decompositions.TryGetValue(point, out var parts) && (Data.Value.Classes.ContainsKey(parts[0]) || OpensWithMark(parts[0]));

    private static bool IsHangulPart(int point) => point is > TrailFirst and < TrailFirst + Trails or >= VowelFirst and < VowelFirst + Vowels;

    private static void Decompose(int point, List<int> points)
    {
        if (Data.Value.Decompositions.TryGetValue(point, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, points);
        }
        else if (point is >= HangulFirst and < HangulFirst + Syllables)
        {
            var index = point - HangulFirst;
            points.Add(LeadFirst + (index / (Vowels * Trails)));
            points.Add(VowelFirst + (index % (Vowels * Trails) / Trails));
            if (index % Trails > 0)
                points.Add(TrailFirst + (index % Trails));
        }
        else
        {
            points.Add(point);
        }
    }

    private static int ClassOf(int point) => Data.Value.Classes.GetValueOrDefault(point);

    private static void Reorder(List<int> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            for (var j = i; j > 0 && ClassOf(points[j]) > 0 && ClassOf(points[j - 1]) > ClassOf(points[j]); j--)
                (points[j - 1], points[j]) = (points[j], points[j - 1]);
        }
    }

    private static void Recompose(List<int> points)
    {
        var starter = ClassOf(points[0]) == 0 ? 0 : -1;
        var kept = 1;
        var lastClass = starter < 0 ? 256 : 0;
        for (var i = 1; i < points.Count; i++)
        {
            var point = points[i];
            var own = ClassOf(point);
            var free = starter >= 0 && (lastClass < own || lastClass == 0);
            if (free && Pair(points[starter], point) is { } whole)
            {
                points[starter] = whole;
                continue;
            }

            if (own == 0)
                starter = kept;
            lastClass = own;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int? Pair(int left, int right)
    {
        if (left is >= LeadFirst and < LeadFirst + Leads && right is >= VowelFirst and < VowelFirst + Vowels)
            return HangulFirst + ((((left - LeadFirst) * Vowels) + right - VowelFirst) * Trails);
        if (left is >= HangulFirst and < HangulFirst + Syllables && (left - HangulFirst) % Trails == 0 && right is > TrailFirst and < TrailFirst + Trails)
            return left + right - TrailFirst;
        return Data.Value.Compositions.TryGetValue((left, right), out var whole) ? whole : null;
    }

    private static Tables Load()
    {
        using var stream = typeof(CanonicalComposition).Assembly.GetManifestResourceStream("Tokenization/canonical.txt")
            ?? throw new InvalidOperationException("Tokenization/canonical.txt is not embedded");
        using var reader = new StreamReader(stream);
        var classes = new Dictionary<int, int>();
        var decompositions = new Dictionary<int, int[]>();
        var compositions = new Dictionary<(int, int), int>();
        var uncomposed = new List<int>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            if (fields[0] == "c")
            {
                for (var point = Hex(fields[1]); point <= Hex(fields[2]); point++)
                    classes[point] = int.Parse(fields[3], CultureInfo.InvariantCulture);
            }
            else if (fields[0] == "d")
            {
                var composes = fields[^1] != "x";
                int[] parts = [.. fields[2..(composes ? fields.Length : fields.Length - 1)].Select(Hex)];
                decompositions[Hex(fields[1])] = parts;
                if (composes)
                    compositions[(parts[0], parts[1])] = Hex(fields[1]);
                else
                    uncomposed.Add(Hex(fields[1]));
            }
        }

        var seconds = compositions.Keys.Select(pair => pair.Item2).ToFrozenSet();
        return new Tables(
            classes.ToFrozenDictionary(), decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), seconds,
            seconds.Concat(classes.Keys).Concat(uncomposed).ToFrozenSet());
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // Seconds: what may be the second half of a composition. Active: what text must hold to be anything but composed.
    private sealed record Tables(
        FrozenDictionary<int, int> Classes, FrozenDictionary<int, int[]> Decompositions,
        FrozenDictionary<(int, int), int> Compositions, FrozenSet<int> Seconds, FrozenSet<int> Active);
}
