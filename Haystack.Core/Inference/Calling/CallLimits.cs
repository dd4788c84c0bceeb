namespace Haystack.Inference.Calling;

/// <summary>Bounds of a call that are not the trial's own budgets.</summary>
internal sealed record CallLimits
{
    /// <summary>How long a reply that has begun may go without any token.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most characters of a reply for each token of the output budget; more is no language.</summary>
    /// <value>64.</value>
    public int CharactersPerToken { get; init; } = 64;

    /// <summary>Characters that a reply may have whatever its budget.</summary>
    /// <value>65,536.</value>
    public int CharactersFree { get; init; } = 64 * 1024;

    /// <summary>Pieces that are waited for, for each token of the output budget: a server that goes on past it says in the end how many tokens the prompt had.</summary>
    /// <value>4.</value>
    public int PiecesPerToken { get; init; } = 4;

    /// <summary>Pieces that are waited for whatever the budget.</summary>
    /// <value>1,024.</value>
    public int PiecesFree { get; init; } = 1024;
}
