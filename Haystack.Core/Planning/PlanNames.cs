namespace Haystack.Planning;

/// <summary>How placements and arrangements are written on the command line and in the store.</summary>
public static class PlanNames
{
    /// <summary><c>after</c> or <c>before</c>.</summary>
    public static string ToText(this QuestionPlacement placement) => placement == QuestionPlacement.After ? "after" : "before";

    /// <summary><c>spread</c> or <c>gathered</c>.</summary>
    public static string ToText(this Arrangement arrangement) => arrangement == Arrangement.Spread ? "spread" : "gathered";
}
