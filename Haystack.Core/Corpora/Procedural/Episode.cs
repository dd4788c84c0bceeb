namespace Haystack.Corpora.Procedural;

/// <summary>A story that is going on: who and where, and how far it has come.</summary>
internal sealed class Episode
{
    /// <summary>Which story, by index.</summary>
    public required int Story { get; init; }

    /// <summary>The two people whose story it is.</summary>
    public required Person First { get; init; }

    /// <inheritdoc cref="First"/>
    public required Person Second { get; init; }

    /// <summary>Where it happens.</summary>
    public required string Place { get; init; }

    /// <summary>The things that the story comes back to: the alternative first dealt, by rule.</summary>
    public Dictionary<int, int> Scene { get; } = [];

    /// <summary>The stage that comes next, from 0.</summary>
    public int Stage { get; set; }
}
