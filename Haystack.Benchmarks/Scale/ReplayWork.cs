namespace Haystack.Benchmarks.Scale;

/// <summary>A document under way, or waiting. What is left of the question that is asked is counted in tokens and seconds.</summary>
internal sealed class ReplayWork(ReplayDocument document, int number)
{
    /// <summary>The document.</summary>
    public ReplayDocument Document { get; } = document;

    /// <summary>Its place in the plan.</summary>
    public int Number { get; } = number;

    /// <summary>Questions answered.</summary>
    public int Done { get; set; }

    /// <summary>Whether the server that is at work on it has read it.</summary>
    public bool IsRead { get; set; }

    /// <summary>Who takes it over when the question under way has ended; null where nobody does.</summary>
    public ReplayState? Taker { get; set; }

    /// <summary>Seconds left of what takes neither reading nor writing.</summary>
    public double Overhead { get; set; }

    /// <summary>Tokens left to be read.</summary>
    public double ToRead { get; set; }

    /// <summary>Tokens left to be written.</summary>
    public double ToWrite { get; set; }

    /// <summary>Questions left.</summary>
    public int Left => Document.Trials - Done;
}
