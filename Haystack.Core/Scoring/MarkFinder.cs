namespace Haystack.Scoring;

/// <summary>Finds where a reply marks its answer. Linear time, whatever the text.</summary>
internal static class MarkFinder
{
    /// <summary>A marked answer longer than this (characters) is no answer but an essay; only its beginning is read.</summary>
    public const int LongestBody = 2_000;

    /// <summary>How much of a reply's end is looked through (characters): it bounds the time for runaway replies.</summary>
    public const int Window = 100_000;

    /// <summary>The part of a reply that is looked through.</summary>
    public static string End(string text) => text.Length <= Window ? text : text[^Window..];

    /// <summary>The last mark of a reply, its places counted from the part that is looked through; null where nothing is marked.</summary>
    public static Mark? Last(string text) => In(End(text)) is [.., var last] ? last : null;

    /// <summary>The marks in the order in which they end; a mark inside another counts once, as the inner one.</summary>
    public static IReadOnlyList<Mark> In(string text)
    {
        var marks = LabelMarks.In(text, LineKind.Label).ToList();
        Mark?[] inBraces = BracedMarks.MayBeIn(text) ? [BracedMarks.Boxed(text), BracedMarks.Json(text), BracedMarks.Tagged(text)] : [];
        foreach (var braced in inBraces.OfType<Mark>())
        {
            // A box on an answer line is that line's answer; a label inside a tag or JSON is no mark of its own.
            if (marks.FindIndex(m => m.Start <= braced.Start && braced.End <= m.End) is var outer and >= 0)
                marks[outer] = marks[outer] with { Body = braced.Body };
            else
                marks.RemoveAll(m => braced.Start <= m.Start && m.End <= braced.End);
            if (!marks.Exists(m => m.Start <= braced.Start && braced.End <= m.End))
                marks.Add(braced);
        }

        if (marks.Count == 0)
            marks.AddRange(LabelMarks.In(text, LineKind.WeakLabel));
        return [.. marks.OrderBy(m => m.Start)];
    }
}
