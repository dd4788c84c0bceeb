namespace Haystack.Benchmarks.Scale;

/// <summary>A document under way, or waiting.</summary>
internal sealed class ReplayWork(ReplayDocument document, int number)
{
    /// <summary>The document.</summary>
    public ReplayDocument Document { get; } = document;

    /// <summary>Its place in the plan.</summary>
    public int Number { get; } = number;

    /// <summary>Questions answered.</summary>
    public int Done { get; set; }

    /// <summary>Questions under way.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether the server that is at work on it has read it.</summary>
    public bool IsRead { get; set; }

    /// <summary>Who takes it over when the questions under way have ended; null where nobody does.</summary>
    public ReplayState? Taker { get; set; }

    /// <summary>Questions not answered.</summary>
    public int Left => Document.Trials - Done;

    /// <summary>Questions answered or under way.</summary>
    public int Begun => Done + InFlight;

    /// <summary>Whether all that need what the server has read are begun: the next document need not wait for it.</summary>
    public bool LastIsBegun => Begun >= Document.Questions;

    /// <summary>Whether its next question may be begun.</summary>
    /// <param name="together">Whether several of its questions may be under way.</param>
    public bool MayBegin(bool together) => Taker is null && Begun < Document.Trials
        // The first reads the document for the others; cold questions wait until those have ended.
        && (InFlight == 0 || (together && IsRead && (Begun != Document.Questions || Done >= Document.Questions)));
}
