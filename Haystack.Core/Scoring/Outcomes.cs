namespace Haystack.Scoring;

/// <summary>Which outcomes count as what.</summary>
public static class Outcomes
{
    /// <summary>Whether the model gave an answer that counts, right or wrong.</summary>
    public static bool IsAnswer(this Outcome outcome) =>
        outcome is not (Outcome.Truncated or Outcome.Invalid or Outcome.Failed);

    /// <summary>Whether the reply came to its own end (neither cut by a budget nor by the repetition detector).</summary>
    public static bool IsCompleted(this Outcome outcome) =>
        outcome.IsAnswer() && outcome is not (Outcome.CappedOutput or Outcome.Loop);

    /// <summary>Whether an answer could be read in the reply, right or wrong: that the text does not say is one.</summary>
    internal static bool IsRead(this Outcome outcome) =>
        outcome is Outcome.Correct or Outcome.OneHop or Outcome.OtherChain or Outcome.Abstained or Outcome.Invented or Outcome.Ambiguous;

    /// <summary>Its name in the field's manner: <c>one_hop</c> for <see cref="Outcome.OneHop"/>.</summary>
    public static string ToText(this Outcome outcome) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
}
