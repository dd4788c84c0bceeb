namespace Haystack.Sweeping;

/// <summary>Why a sweep ended.</summary>
public enum SweepEnd
{
    /// <summary>Every trial is done.</summary>
    Complete,

    /// <summary>It was told to stop; finished trials are on disk, and the same command goes on from there.</summary>
    Stopped,

    /// <summary>Too many trials in a row failed, a model changed under its name, or nearly nothing that one says can be read.</summary>
    GivenUp,
}
