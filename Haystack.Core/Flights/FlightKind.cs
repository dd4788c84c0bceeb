namespace Haystack.Flights;

/// <summary>Where the number of questions in flight comes from.</summary>
internal enum FlightKind
{
    /// <summary>So many documents side by side, each one's questions one after another; never changed.</summary>
    Fixed,

    /// <summary>The user gave a number.</summary>
    Given,

    /// <summary>The server told how many requests it works on at a time.</summary>
    Told,

    /// <summary>Found by trying: more, while that helps.</summary>
    Tried,
}
