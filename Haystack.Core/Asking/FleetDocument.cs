using Haystack.Planning;
using Haystack.Sets;

namespace Haystack.Asking;

/// <summary>A document whose questions are asked of one of several servers, whichever is free. Guarded by its fleet's lock.</summary>
/// <param name="Set">Its set.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Trials">The questions that were left when the work began.</param>
internal sealed record FleetDocument(DocumentSet Set, DocumentPlan Plan, IReadOnlyList<Trial> Trials)
{
    /// <summary>The server that has it; null while it waits.</summary>
    public ServerLane? Lane { get; set; }

    /// <summary>The server that takes it over, once the one that has it has ended; null for whichever is free.</summary>
    public ServerLane? Taker { get; set; }

    /// <summary>When the server got it, as a time stamp.</summary>
    public long Since { get; set; }

    /// <summary>Cancelled where another server takes it over: no further question is begun here.</summary>
    public CancellationTokenSource? Yield { get; set; }

    /// <summary>Cancelled where the server seems to hang: what is under way is left, too.</summary>
    public CancellationTokenSource? Leave { get; set; }
}
