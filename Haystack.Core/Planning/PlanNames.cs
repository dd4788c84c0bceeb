namespace Haystack.Planning;

/// <summary>How placements and arrangements are written on the command line and in the store.</summary>
public static class PlanNames
{
    /// <summary><c>after</c> or <c>before</c>.</summary>
    public static string ToText(this QuestionPlacement placement) => placement == QuestionPlacement.After ? "after" : "before";

    /// <summary><c>spread</c> or <c>gathered</c>.</summary>
    public static string ToText(this Arrangement arrangement) => arrangement == Arrangement.Spread ? "spread" : "gathered";

    /// <summary><c>checked</c>, <c>on</c> or <c>off</c>.</summary>
    public static string ToText(this CacheMode cache) => cache switch { CacheMode.On => "on", CacheMode.Off => "off", _ => "checked" };

    internal static CacheMode ParseCache(string text) => text switch
    {
        "checked" => CacheMode.Checked,
        "on" => CacheMode.On,
        "off" => CacheMode.Off,
        _ => throw new HaystackException($"--cache is checked, on or off, not '{text}'"),
    };
}
