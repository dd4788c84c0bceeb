namespace Haystack.DataSets;

/// <summary>What came in of the answers to a data set.</summary>
internal sealed record ScoredAnswers
{
    /// <summary>Questions of the data set.</summary>
    public required int Questions { get; init; }

    /// <summary>Replies that came to their own end and say something.</summary>
    public required int Read { get; init; }

    /// <summary>Replies that ran into a budget or a limit.</summary>
    public required int Cut { get; init; }

    /// <summary>Replies that ended and say nothing.</summary>
    public required int Empty { get; init; }

    /// <summary>Questions that the model or its service refused to answer.</summary>
    public required int Refused { get; init; }

    /// <summary>Requests that failed, by reason, the most frequent first.</summary>
    public required IReadOnlyList<(string Reason, int Count)> Failures { get; init; }

    /// <summary>Answers to questions that the data set does not have.</summary>
    public required int Unknown { get; init; }

    /// <summary>Lines with nothing in them.</summary>
    public required int PassedOver { get; init; }

    /// <summary>Requests that failed.</summary>
    public int Failed => Failures.Sum(f => f.Count);

    /// <summary>Questions that have a reply, right or wrong.</summary>
    public int Answered => Read + Cut + Empty;

    /// <summary>Questions that the files say nothing about.</summary>
    public int Missing => Questions - Answered - Refused - Failed;
}
