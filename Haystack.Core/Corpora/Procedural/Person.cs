namespace Haystack.Corpora.Procedural;

/// <summary>Somebody of the narrator's world.</summary>
internal sealed record Person
{
    /// <summary>Full name, as written in the language.</summary>
    public required string Name { get; init; }

    /// <summary>The shorter name, used once the person is known.</summary>
    public required string ShortName { get; init; }

    /// <summary>Which pronouns stand for the person.</summary>
    public required bool IsWoman { get; init; }

    /// <summary>What the person does.</summary>
    public required string Trade { get; init; }

    /// <summary>Where the person lives.</summary>
    public required string Home { get; init; }
}
