using System.Text;

namespace Haystack.Base;

/// <summary>
/// Unicode's normalisation forms C and KC, from embedded data. Written out because the tool runs with invariant globalization,
/// where <c>string.Normalize</c> changes nothing outside ASCII (docs/tokenizers.md says why it does).
/// </summary>
internal static class NormalForm
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TrailFirst = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28, Syllables = Leads * Vowels * Trails;

    /// <summary>Whether <paramref name="text"/> is surely in form C (KC if <paramref name="compatible"/>); false means that it must be looked at closely.</summary>
    public static bool IsSurelyComposed(ReadOnlySpan<char> text, bool compatible = false) =>
        !text.ContainsAnyInRange(compatible ? '\u00A0' : '\u0300', '\uFFFF') || NextActive(text, 0, compatible) == text.Length;

    /// <summary>The text in form C.</summary>
    public static string Composed(string text) => IsSurelyComposed(text) ? text : Compose(text, false, null);

    /// <summary>The text in form KC.</summary>
    public static string Compatible(string text) => IsSurelyComposed(text, true) ? text : Compose(text, true, null);

    /// <summary>
    /// The text in form C (KC if <paramref name="compatible"/>), and where each of its UTF-16 units came from: unit i begins at
    /// <c>Origins[i]</c> of the text given; the last entry is that text's length.
    /// </summary>
    public static (string Text, int[] Origins) Compose(ReadOnlySpan<char> text, bool compatible = false)
    {
        var origins = new List<int>(text.Length + 1);
        return (Compose(text, compatible, origins), [.. origins, text.Length]);
    }

    private static string Compose(ReadOnlySpan<char> text, bool compatible, List<int>? origins)
    {
        var composed = new StringBuilder(text.Length);
        var points = new List<int>();
        for (var start = 0; start < text.Length;)
        {
            var end = PlainEnd(text, start, compatible);
            var first = composed.Length;
            if (end > start)
            {
                composed.Append(text[start..end]);
            }
            else
            {
                end = SegmentEnd(text, start, points, compatible);
                if (points.Count == 0)
                {
                    composed.Append(text[start..end]);
                }
                else
                {
                    Reorder(points);
                    Recompose(points);
                }

                foreach (var point in points)
                    composed.Append(new Rune(point).ToString());
            }

            var same = composed.Length - first == end - start;
            for (var i = first; origins is not null && i < composed.Length; i++)
                origins.Add(same ? start + i - first : start);
            start = end;
        }

        return composed.ToString();
    }

    private static int NextActive(ReadOnlySpan<char> text, int at, bool compatible)
    {
        var data = NormalFormData.Value;
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out var units);
            if (data.IsActive(rune.Value, compatible))
                return at;
            at += units;
        }

        return text.Length;
    }

    // Up to here nothing changes: the character before the next active one may combine with it, all before stand alone.
    private static int PlainEnd(ReadOnlySpan<char> text, int start, bool compatible)
    {
        var end = NextActive(text, start, compatible);
        if (end == text.Length || end == start)
            return end;
        return end - (end - 1 > start && char.IsSurrogatePair(text[end - 2], text[end - 1]) ? 2 : 1);
    }

    // A segment is a starter and all that may combine with it, decomposed into points; none for a lone surrogate, which stays.
    private static int SegmentEnd(ReadOnlySpan<char> text, int start, List<int> points, bool compatible)
    {
        points.Clear();
        var at = start;
        while (at < text.Length)
        {
            var valid = Rune.DecodeFromUtf16(text[at..], out var rune, out var units) == System.Buffers.OperationStatus.Done;
            var before = points.Count;
            if (valid)
                Decompose(rune.Value, points, compatible);
            if (at > start && (!valid || !JoinsTheOneBefore(points[before])))
            {
                points.RemoveRange(before, points.Count - before);
                break;
            }

            at += units;
            if (!valid)
                break;
        }

        return at;
    }

    private static bool JoinsTheOneBefore(int point) =>
        NormalFormData.Value.Classes.ContainsKey(point) || NormalFormData.Value.Seconds.Contains(point)
        || point is > TrailFirst and < TrailFirst + Trails or >= VowelFirst and < VowelFirst + Vowels;

    private static void Decompose(int point, List<int> points, bool compatible)
    {
        var data = NormalFormData.Value;
        if (compatible && data.Compatible.TryGetValue(point, out var whole))
        {
            points.AddRange(whole);
        }
        else if (data.Decompositions.TryGetValue(point, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, points, compatible);
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

    private static int ClassOf(int point) => NormalFormData.Value.Classes.GetValueOrDefault(point);

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
        return NormalFormData.Value.Compositions.TryGetValue((left, right), out var whole) ? whole : null;
    }
}
