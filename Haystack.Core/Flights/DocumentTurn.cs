namespace Haystack.Flights;

/// <summary>A document that is being asked about.</summary>
internal sealed class DocumentTurn(Flight flight) : IDisposable
{
    /// <summary>Whether the next document need no longer wait for it.</summary>
    internal bool HasLeft { get; set; }

    /// <summary>All its questions that need the server's cache are begun.</summary>
    public void LastIsBegun() => flight.Leave(this, isOver: false);

    public void Dispose() => flight.Leave(this, isOver: true);
}
