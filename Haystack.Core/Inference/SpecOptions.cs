using System.Globalization;

namespace Haystack.Inference;

/// <summary>The options of a <see cref="ModelSpec"/>, taken one by one; whatever is left over is a mistake.</summary>
internal sealed class SpecOptions(ModelSpec spec)
{
    // Where a model is was read before its server was asked.
    private readonly SortedDictionary<string, string> _left = new(spec.Options.Where(o => !ModelPlace.Options.Contains(o.Key)).ToDictionary(), StringComparer.Ordinal);
    private readonly List<string> _known = [.. ModelPlace.Options];

    /// <summary>The option as text; null where it is not given.</summary>
    public string? Text(string name)
    {
        _known.Add(name);
        return _left.Remove(name, out var value) ? value : null;
    }

    /// <summary>The option as a number in [<paramref name="min"/>, <paramref name="max"/>]; null where it is not given.</summary>
    /// <exception cref="HaystackException">It is no such number.</exception>
    public double? Number(string name, double min, double max)
    {
        if (Text(name) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new MistypedModelException(string.Create(CultureInfo.InvariantCulture, $"model '{spec}': {name}={text} is not a number from {min} to {max}"));
    }

    /// <summary>The option as a whole number in [<paramref name="min"/>, <paramref name="max"/>], <c>k</c> and <c>m</c> allowed; null where it is not given.</summary>
    /// <exception cref="HaystackException">It is no such number.</exception>
    public int? Whole(string name, int min, int max)
    {
        if (Text(name) is not { } text)
            return null;
        var (digits, unit) = text.Length > 0 ? char.ToLowerInvariant(text[^1]) switch
        {
            'k' => (text[..^1], 1024L),
            'm' => (text[..^1], 1024L * 1024),
            _ => (text, 1L),
        } : (text, 1L);
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value * unit >= min && value * unit <= max
            ? (int)(value * unit)
            : throw new MistypedModelException(string.Create(CultureInfo.InvariantCulture, $"model '{spec}': {name}={text} is not a whole number from {min} to {max}"));
    }

    /// <summary>Whether the option says that its parameter is not to be sent at all (<c>none</c>); if so, it is taken.</summary>
    public bool IsNone(string name) => _left.TryGetValue(name, out var value) && value == "none" && _left.Remove(name);

    /// <summary>The options whose names begin with <paramref name="prefix"/>, without it.</summary>
    public IReadOnlyDictionary<string, string> WithPrefix(string prefix)
    {
        _known.Add($"{prefix}NAME");
        var taken = _left.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && o.Key.Length > prefix.Length).ToDictionary(o => o.Key[prefix.Length..], o => o.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var name in taken.Keys)
            _left.Remove(prefix + name);
        return taken;
    }

    /// <summary>Refuses what is left over.</summary>
    /// <exception cref="HaystackException">An option is not known.</exception>
    public void RefuseOthers()
    {
        if (_left.Count > 0)
            throw new MistypedModelException($"model '{spec}': unknown option '{string.Join("', '", _left.Keys)}' (known: {string.Join(", ", _known.Order(StringComparer.Ordinal))})");
    }
}
