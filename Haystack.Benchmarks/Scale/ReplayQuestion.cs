namespace Haystack.Benchmarks.Scale;

/// <summary>A question under way: what is left of it, in tokens and seconds.</summary>
internal sealed class ReplayQuestion(ReplayWork work)
{
    /// <summary>The document that it is about.</summary>
    public ReplayWork Work { get; } = work;

    /// <summary>Seconds left of what takes neither reading nor writing.</summary>
    public double Overhead { get; set; }

    /// <summary>Tokens left to be read.</summary>
    public double ToRead { get; set; }

    /// <summary>Tokens left to be written.</summary>
    public double ToWrite { get; set; }

    /// <summary>Whether it is answered.</summary>
    public bool IsOver => this is { Overhead: 0, ToRead: 0, ToWrite: 0 };

    /// <summary>Whether its prompt is being read.</summary>
    public bool IsReading => Overhead == 0 && ToRead > 0;

    /// <summary>Whether its reply is being written.</summary>
    public bool IsWriting => this is { Overhead: 0, ToRead: 0, ToWrite: > 0 };
}
