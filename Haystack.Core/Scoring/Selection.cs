namespace Haystack.Scoring;

/// <summary>Which of the values in a sentence it means.</summary>
/// <param name="Value">The value; null where it settles on none.</param>
/// <param name="Open">The values that it leaves open; empty where it leaves none.</param>
/// <param name="Weight">How far it answers, where the selection decides that; else <see cref="Scoring.Weight.Nothing"/>.</param>
internal sealed record Selection(Mention? Value, IReadOnlyList<Mention> Open, Weight Weight = Weight.Nothing)
{
    /// <summary>It means none.</summary>
    public static readonly Selection None = new(null, []);
}
