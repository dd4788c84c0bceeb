namespace Haystack.Reports;

/// <summary>Distinct texts in the order in which they were first met.</summary>
internal sealed class StringList
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _items = [];

    public IReadOnlyList<string> Items => _items;

    /// <summary>Where <paramref name="text"/> stands, added if it is new.</summary>
    public int Add(string text)
    {
        if (!_places.TryGetValue(text, out var place))
        {
            _places.Add(text, place = _items.Count);
            _items.Add(text);
        }

        return place;
    }
}
