using Haystack.Facts;

namespace Haystack.Reports;

/// <summary>Names as the command line has them.</summary>
internal static class ReportWords
{
    public static string Of(Arm arm) => arm switch
    {
        Arm.Pair => "pair",
        Arm.First => "first",
        Arm.Second => "second",
        Arm.Absent => "absent",
        _ => "closed-book",
    };

    public static string Of(FactOrder order) => order == FactOrder.BridgeFirst ? "bridge-first" : "bridge-last";
}
