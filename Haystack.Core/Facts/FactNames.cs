namespace Haystack.Facts;

/// <summary>How arms and orders are written on the command line, in the store and in exports.</summary>
public static class FactNames
{
    /// <summary>All arms with their names.</summary>
    public static IReadOnlyList<(Arm Arm, string Name)> Arms { get; } =
    [
        (Arm.Pair, "pair"), (Arm.First, "first"), (Arm.Second, "second"), (Arm.Absent, "absent"), (Arm.ClosedBook, "closed-book"),
    ];

    /// <summary>An arm's name, such as <c>closed-book</c>.</summary>
    public static string ToText(this Arm arm) => Arms.First(a => a.Arm == arm).Name;

    /// <summary>An order's name: <c>bridge-first</c> or <c>bridge-last</c>.</summary>
    public static string ToText(this FactOrder order) => order == FactOrder.BridgeFirst ? "bridge-first" : "bridge-last";

    /// <summary>Reads an arm's name.</summary>
    /// <exception cref="HaystackException">There is no such arm.</exception>
    public static Arm ParseArm(string text)
    {
        foreach (var (arm, name) in Arms)
        {
            if (name == text)
                return arm;
        }

        throw new HaystackException($"there is no arm '{text}': {string.Join(", ", Arms.Select(a => a.Name))}");
    }

    /// <summary>Reads an order's name.</summary>
    /// <exception cref="HaystackException">There is no such order.</exception>
    public static FactOrder ParseOrder(string text) => text switch
    {
        "bridge-first" => FactOrder.BridgeFirst,
        "bridge-last" => FactOrder.BridgeLast,
        _ => throw new HaystackException($"there is no order '{text}': bridge-first, bridge-last"),
    };
}
