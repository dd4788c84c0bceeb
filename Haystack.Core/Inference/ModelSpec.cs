namespace Haystack.Inference;

/// <summary>A model as named on the command line: <c>[provider/]name[?option=value&amp;…]</c>.</summary>
internal sealed record ModelSpec
{
    /// <summary>Characters of a name: tables and pictures show it whole.</summary>
    public const int LongestName = 512;

    /// <summary>The name of one of <see cref="ModelProviders"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The name as the provider knows it.</summary>
    public required string Name { get; init; }

    /// <summary>Options after <c>?</c>, in ordinal order of their names.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Parses; splits on the first <c>/</c> only where a provider stands before it.</summary>
    /// <exception cref="HaystackException">The text is not of that form.</exception>
    public static ModelSpec Parse(string text)
    {
        if (text.Length > LongestName)
            throw new HaystackException($"'{text[..40]}…' is too long for a model's name: {LongestName} characters are the most");
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? text : text[..query];
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (query >= 0)
        {
            foreach (var part in text[(query + 1)..].Split('&'))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || equals == part.Length - 1)
                    throw new HaystackException($"model '{text}': '{part}' is not of the form option=value");
                if (!options.TryAdd(part[..equals], part[(equals + 1)..]))
                    throw new HaystackException($"model '{text}': option '{part[..equals]}' is given twice");
            }
        }

        var provider = ModelProviders.Before(path);
        var name = provider is null ? path : path[(provider.Name.Length + 1)..];
        var mayHaveSpaces = provider?.NamesFiles == true;
        if (string.IsNullOrWhiteSpace(name) || name.Any(c => (char.IsWhiteSpace(c) && !(mayHaveSpaces && c == ' ')) || char.IsControl(c)))
            throw new HaystackException($"'{text}' is not a model name ([provider/]name[?option=value&…], provider one of {string.Join(", ", ModelProviders.All.Select(p => p.Name))})");
        return new ModelSpec { Provider = (provider ?? ModelProviders.Default).Name, Name = name, Options = options };
    }

    /// <summary>The name of a model that a server of <paramref name="provider"/> lists.</summary>
    public static string Listed(string provider, string name) =>
        new ModelSpec { Provider = provider, Name = name, Options = new Dictionary<string, string>() }.ToString();

    /// <summary>Parses a listed name. What a server lists nobody has typed: nothing in it is an option, or names another provider.</summary>
    /// <exception cref="HaystackException">It has a question mark, behind which options would stand, or is no name.</exception>
    public static ModelSpec ParseListed(string text) => text.Contains('?', StringComparison.Ordinal)
        ? throw new HaystackException($"'{text}' cannot be a model's name: options stand behind a question mark")
        : Parse(text);

    /// <summary>The canonical form, which is read back as the same: provider left out for Ollama unless the name begins as a provider does, options in order.</summary>
    public override string ToString()
    {
        var head = Provider == ModelProviders.Default.Name && ModelProviders.Before(Name) is null ? Name : $"{Provider}/{Name}";
        return Options.Count == 0 ? head : $"{head}?{string.Join('&', Options.Select(o => $"{o.Key}={o.Value}"))}";
    }
}
