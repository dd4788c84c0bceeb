using Haystack.Languages;

namespace Haystack.Corpora.Procedural;

/// <summary>One register of one language: all that a narrator needs to know, read once from the data files.</summary>
internal sealed record Grammar
{
    /// <summary>The seasons in their order, as they are called in rule names.</summary>
    public static readonly IReadOnlyList<string> Seasons = ["spring", "summer", "autumn", "winter"];

    /// <summary>The language that it is told in.</summary>
    public required Language Language { get; init; }

    /// <summary>All rules; pieces refer to them by index.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>The stories that can be told.</summary>
    public required IReadOnlyList<Story> Stories { get; init; }

    /// <summary>Paragraph plans, each as often as its weight says.</summary>
    public required IReadOnlyList<IReadOnlyList<PlanStep>> Plans { get; init; }

    /// <summary>Word lists that the world is peopled from, by name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Words { get; init; }
}
