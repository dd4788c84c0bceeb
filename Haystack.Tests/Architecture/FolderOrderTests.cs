using FluentAssertions;
using Xunit;

namespace Haystack.Tests.Architecture;

/// <summary>The data flows one way: a step knows only those before it (CONTRIBUTING, "Where things go").</summary>
public sealed class FolderOrderTests
{
    /// <summary>The folders in their order; what stands in none of them joins all, and may know all.</summary>
    private static readonly string[] Order =
    [
        "Base", "Languages", "Corpora", "Tokenization", "Facts", "Planning", "Documents", "Reference", "Inference", "Scoring", "Storage", "Statistics", "Plots", "Reports",
        "Gates", "Sweeping", "Flights", "Sets", "Models", "Designs", "Preparing", "Asking", "Checking", "Rereading", "DataSets", "LiveGates", "Certifying", Top,
    ];

    /// <summary>Names that users of the library write: they keep the short namespace, and stand at these steps.</summary>
    private static readonly Dictionary<string, string> OfTheRoot = new()
    {
        ["HaystackException"] = "Base",
        ["Seed"] = "Base",
        ["TokenSize"] = "Base",
        ["SweepOptions"] = "Planning",
        ["ChatModel"] = "Planning",
        ["Shard"] = "Planning",
        ["SweepDefaults"] = "Planning",
    };

    private const string Top = "(root)";

    [Fact]
    public void A_step_knows_only_those_before_it() =>
        Against(Order).Select(a => $"{a.Arrow}: {a.From} knows {a.To}").Distinct().Should().BeEmpty();

    [Fact]
    public void An_arrow_that_is_turned_round_is_seen()
    {
        // Facts before corpora, whose words they are cleared of; scoring before facts, whose answers it looks for.
        Against(Swapped("Corpora", "Facts")).Select(a => a.Arrow).Should().Contain("Facts → Corpora");
        Against(Swapped("Facts", "Scoring")).Select(a => a.Arrow).Should().Contain("Scoring → Facts");
        // Calls of static methods too, which no signature shows: the door for output.
        Against([.. Order.Skip(1), "Base"]).Should().Contain(a => a.From == "Haystack.Gates.JUnitReport" && a.To == "Haystack.Base.OutputFile");
    }

    [Fact]
    public void Every_folder_is_in_the_order() =>
        typeof(Seed).Assembly.GetTypes().Where(t => t.Namespace?.StartsWith("Haystack", StringComparison.Ordinal) == true).Select(FolderOf).Distinct().Should().BeSubsetOf(Order);

    private static string[] Swapped(string a, string b) => [.. Order.Select(f => f == a ? b : f == b ? a : f)];

    private static List<(string Arrow, string From, string To)> Against(string[] order) =>
    [
        .. from type in typeof(Seed).Assembly.GetTypes()
           where type.Namespace?.StartsWith("Haystack", StringComparison.Ordinal) == true
           let folder = FolderOf(type)
           from other in References.Of(type)
           where other.Assembly == type.Assembly && other.Namespace?.StartsWith("Haystack", StringComparison.Ordinal) == true
           let known = FolderOf(other)
           where Array.IndexOf(order, known) > Array.IndexOf(order, folder)
           select ($"{folder} → {known}", Outer(type).FullName!, Outer(other).FullName!),
    ];

    private static string FolderOf(Type type)
    {
        var parts = type.Namespace!.Split('.');
        return parts.Length > 1 ? parts[1] : OfTheRoot.GetValueOrDefault(Outer(type).Name, Top);
    }

    private static Type Outer(Type type) => type.DeclaringType is { } outer ? Outer(outer) : type;
}
