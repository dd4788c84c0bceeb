namespace Haystack.Facts;

/// <summary>The values of a document, none of which may be another's or stand inside another.</summary>
internal sealed class ValueRegister
{
    private readonly List<string> _values = [];

    /// <summary>Whether one of <paramref name="values"/> is, contains or is contained in a registered one or another of them.</summary>
    public bool Clashes(IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (_values.Any(v => Overlap(v, values[i])) || values.Take(i).Any(v => Overlap(v, values[i])))
                return true;
        }

        return false;
    }

    public void Add(IEnumerable<string> values) => _values.AddRange(values);

    private static bool Overlap(string a, string b) =>
        a.Contains(b, StringComparison.OrdinalIgnoreCase) || b.Contains(a, StringComparison.OrdinalIgnoreCase);
}
