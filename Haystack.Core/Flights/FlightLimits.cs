using Haystack.Inference;

namespace Haystack.Flights;

/// <summary>How many questions to one model may be in flight, and who says so.</summary>
internal sealed record FlightLimits
{
    /// <summary>Where no server tells how many it works on at a time, no more are tried.</summary>
    private const int MostTried = 32;

    /// <summary>Questions in flight, at most.</summary>
    public required int Most { get; init; }

    /// <summary>Who says so.</summary>
    public required FlightKind Kind { get; init; }

    /// <summary>Documents asked about side by side, at the least.</summary>
    public int Documents { get; init; } = 1;

    /// <summary>The limits of a model.</summary>
    public static FlightLimits Of(SweepOptions options, IModelConnection connection)
    {
        var documents = options.Parallel ?? (ModelProviders.IsInProcess(connection.Description.Provider) ? Environment.ProcessorCount : 1);
        var fixedly = new FlightLimits { Most = documents, Kind = FlightKind.Fixed, Documents = documents };
        if (ModelProviders.IsInProcess(connection.Description.Provider) || options.InFlight == 1 || (options.Parallel is not null && options.InFlight is null))
            return fixedly;
        return (options.InFlight ?? connection.Slots) switch
        {
            { } known and > 1 => new FlightLimits { Most = known, Kind = options.InFlight is null ? FlightKind.Told : FlightKind.Given, Documents = documents },
            null => new FlightLimits { Most = MostTried, Kind = FlightKind.Tried, Documents = documents },
            _ => fixedly,
        };
    }
}
