using System.Buffers;
using System.Text.RegularExpressions;

namespace Haystack.Facts.Reading;

/// <summary>
/// Finds the fillings of many templates in a long text in about one pass: a multi-string search for each template's
/// longest literal piece, and the template's full expression only around such a hit.
/// </summary>
internal sealed class TemplateSearch<T>
{
    // No fact or question is longer than this, so all of one lies within this distance of any piece of it.
    private const int Reach = 400, LongestValue = 40;

    private readonly SearchValues<string> _anchors;
    private readonly Dictionary<char, Entry[]> _byFirstCharacter;

    /// <param name="templates">Each template with what makes its expression, built when the template is first met, and what it stands for.</param>
    public TemplateSearch(IEnumerable<(Template Template, Func<Regex> Pattern, T Tag)> templates)
    {
        Entry[] entries = [.. templates.Select(t => new Entry(t.Template.Anchor, t.Template, new Lazy<Regex>(t.Pattern), t.Tag))];
        _anchors = SearchValues.Create([.. entries.Select(e => e.Anchor).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
        _byFirstCharacter = entries.GroupBy(e => e.Anchor[0]).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>Every filling within [<paramref name="from"/>, <paramref name="to"/>), in no particular order, each once.</summary>
    public IReadOnlyList<(T Tag, Match Match)> Find(string text, int from, int to)
    {
        List<(T, Match)> found = [];
        HashSet<(Entry, int)> seen = [];
        for (var at = from; at < to; at++)
        {
            var next = text.AsSpan(at, to - at).IndexOfAny(_anchors);
            if (next < 0)
                break;
            at += next;
            foreach (var entry in _byFirstCharacter[text[at]])
            {
                if (text.AsSpan(at, to - at).StartsWith(entry.Anchor, StringComparison.Ordinal)
                    && Around(text, at, from, to, entry) is { } match && seen.Add((entry, match.Index)))
                    found.Add((entry.Tag, match));
            }
        }

        return found;
    }

    private static Match? Around(string text, int at, int from, int to, Entry entry)
    {
        var start = Math.Max(from, at - Reach);
        var end = Math.Min(to, at + entry.Anchor.Length + Reach);
        if (!entry.Template.MayMatch(text.AsSpan(start, end - start), at - start, LongestValue))
            return null;
        for (var match = entry.Pattern.Value.Match(text, start, end - start); match.Success && match.Index <= at; match = match.NextMatch())
        {
            if (match.Index + match.Length >= at + entry.Anchor.Length)
                return match;
        }

        return null;
    }

    private sealed record Entry(string Anchor, Template Template, Lazy<Regex> Pattern, T Tag);
}
