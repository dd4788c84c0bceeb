namespace Haystack.Flights;

/// <summary>The place of a question in flight.</summary>
internal sealed class FlightSeat(Flight flight) : IDisposable
{
    private bool _hasLeft;

    /// <summary>The generation of the pace in which it was begun.</summary>
    public required int Generation { get; init; }

    /// <summary>How many were in flight when it was begun, itself included.</summary>
    public required int Beside { get; init; }

    /// <summary>Whether any other question was in flight at any time beside it.</summary>
    public bool HadCompany { get; set; }

    /// <summary>Leaves, and says what the question came to.</summary>
    /// <returns>What the user should know; null where there is nothing.</returns>
    public string? Leave(FlightSample? sample)
    {
        if (_hasLeft)
            return null;
        _hasLeft = true;
        return flight.Leave(this, sample);
    }

    public void Dispose() => Leave(null);
}
