using Haystack.Facts;

namespace Haystack.Planning;

/// <summary>One question of a plan, and how it is asked: what counting, keys, prompts and data sets have in common.</summary>
/// <param name="Document">The document asked about; its facts alone for a closed-book question.</param>
/// <param name="Chain">The chain asked about, orphans after the whole ones.</param>
/// <param name="Arm">Which question.</param>
/// <param name="Placement">Where the question stands.</param>
internal sealed record Trial(DocumentPlan Document, int Chain, Arm Arm, QuestionPlacement Placement)
{
    /// <summary>Place in the order of the questions about its document, from 0; null for closed-book questions, and before an order is set.</summary>
    public int? AskedAs { get; init; }

    /// <summary>Whether the question is asked again as a cold control.</summary>
    public bool IsControl { get; init; }

    /// <summary>
    /// For a question that nothing may be reused for: its number among those of its document, from 0. Where the server
    /// cannot be told, each number has an instruction of its own wording, so that not even another cold question's prefix
    /// is met. Null for a question that may reuse what the server holds.
    /// </summary>
    public int? Cold { get; init; }
}
