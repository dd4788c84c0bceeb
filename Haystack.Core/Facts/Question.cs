namespace Haystack.Facts;

/// <summary>One question about a chain, with everything that is needed to score its answer.</summary>
internal sealed record Question
{
    /// <summary>Which arm it belongs to.</summary>
    public required Arm Arm { get; init; }

    /// <summary>The question as a sentence, without white space around it.</summary>
    public required string Text { get; init; }

    /// <summary>The right answer as it would be printed. For <see cref="Arm.Absent"/> the value that was never planted (an answer of it would be a lucky guess, still wrong).</summary>
    public required string Answer { get; init; }

    /// <summary>Every form of the answer that counts as right, <see cref="Answer"/> among them.</summary>
    public required IReadOnlyList<string> Accepted { get; init; }

    /// <summary>What sort of value it is.</summary>
    public required AnswerKind Kind { get; init; }

    /// <summary>Values that answer only a part of the way (bridges, base quantities): an answer of one of them is <c>OneHop</c>.</summary>
    public required IReadOnlyList<string> Intermediates { get; init; }

    /// <summary>For <see cref="AnswerKind.Choice"/>: what the question offers; otherwise empty.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>What a reader gets that picks at random among the document's values of the right kind: 0–1.</summary>
    public required double ChanceLevel { get; init; }

    /// <summary>Whether the right answer is that the text does not say.</summary>
    public bool ExpectsAbstention => Arm == Arm.Absent;
}
