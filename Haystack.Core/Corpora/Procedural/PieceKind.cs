namespace Haystack.Corpora.Procedural;

/// <summary>What a piece of a template writes.</summary>
internal enum PieceKind
{
    /// <summary>Its text, as it stands.</summary>
    Text,

    /// <summary>One alternative of a rule, dealt from the rule's deck.</summary>
    Rule,

    /// <summary>The rule of that name that belongs to the current story, or the general one: <c>{~name}</c>.</summary>
    StoryRule,

    /// <summary>A word that the current story often comes back to, such as its bridge: <c>{=name}</c>.</summary>
    SceneRule,

    /// <summary>The rule of that name that belongs to the current season: <c>{@name}</c>.</summary>
    SeasonRule,

    /// <summary>A person of the scene: <c>{A}</c>, <c>{B.him}</c>.</summary>
    Person,

    /// <summary>A place of the scene: <c>{P}</c>, <c>{Q}</c>.</summary>
    Place,

    /// <summary>A number in digits: <c>{12-80}</c>.</summary>
    Digits,

    /// <summary>A number in words: <c>{#3-12}</c>.</summary>
    NumberWord,

    /// <summary>A number with one decimal, given in tenths: <c>{.12-80}</c>.</summary>
    Tenths,

    /// <summary>English <c>a</c>, or <c>an</c> before a vowel: <c>{an}</c>.</summary>
    Article,

    /// <summary>The next letter becomes a capital: <c>{^}</c>.</summary>
    Capital,

    /// <summary>The season, the year of the age, and the like: <c>{season}</c>.</summary>
    Clock,
}
