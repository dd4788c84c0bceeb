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

    /// <summary>Bytes of an answer for each token of the output budget, whatever they hold: a message with the likeliest tokens beside its own has some thousand.</summary>
    /// <value>16 KiB.</value>
    public int BytesPerToken { get; init; } = 16 * 1024;

    /// <summary>Bytes that an answer may have whatever its budget.</summary>
    /// <value>16 MiB.</value>
    public int BytesFree { get; init; } = 16 * 1024 * 1024;

    /// <summary>Lines of an answer for each token of the output budget, with or without text.</summary>
    /// <value>32.</value>
    public int LinesPerToken { get; init; } = 32;

    /// <summary>Lines that an answer may have whatever its budget: a server that keeps a connection alive sends one a second or so.</summary>
    /// <value>100,000.</value>
    public int LinesFree { get; init; } = 100_000;

    /// <summary>The most bytes of an answer to a request for so many tokens.</summary>
    public long Bytes(int maxOutputTokens) => BytesFree + ((long)BytesPerToken * maxOutputTokens);

    /// <summary>The most lines of an answer to a request for so many tokens.</summary>
    public long Lines(int maxOutputTokens) => LinesFree + ((long)LinesPerToken * maxOutputTokens);
}
