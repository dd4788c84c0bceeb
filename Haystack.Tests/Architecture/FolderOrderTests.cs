using System.Reflection;
using FluentAssertions;
using Haystack.Statistics;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Architecture;

/// <summary>
/// The data flows one way: a step knows only those before it (CONTRIBUTING, "Where things go"). The compiler holds the order of
/// the projects; this holds that of the folders, across all of them.
/// </summary>
public sealed class FolderOrderTests
{
    /// <summary>The folders in their order; what stands in none of them joins all, and may know all.</summary>
    private static readonly string[] Order =
    [
        "Base", "Statistics", "Tokenization", "Languages", "Corpora", "Facts", "Planning", "Documents", "Reference", "Inference", "Scoring", "Storage", "Analysis", "Plots", "Reports",
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

    /// <summary>The library's projects.</summary>
    private static readonly Assembly[] Projects = [typeof(Seed).Assembly, typeof(Proportion).Assembly, typeof(ModelTokenizer).Assembly, typeof(Sweep).Assembly];

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
    public void A_project_is_built_on_no_more_than_it_says()
    {
        OwnReferences(typeof(Seed)).Should().BeEmpty();
        OwnReferences(typeof(Proportion)).Should().Equal("Haystack.Base");
        OwnReferences(typeof(ModelTokenizer)).Should().Equal("Haystack.Base");
    }

    [Fact]
    public void Every_folder_is_in_the_order() =>
        Projects.SelectMany(p => p.GetTypes()).Where(t => t.Namespace?.StartsWith("Haystack", StringComparison.Ordinal) == true).Select(FolderOf).Distinct().Should().BeSubsetOf(Order);

    private static string[] OwnReferences(Type of) =>
        [.. of.Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Haystack", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string[] Swapped(string a, string b) => [.. Order.Select(f => f == a ? b : f == b ? a : f)];

    private static List<(string Arrow, string From, string To)> Against(string[] order) =>
    [
        .. from type in Projects.SelectMany(p => p.GetTypes())
           where type.Namespace?.StartsWith("Haystack", StringComparison.Ordinal) == true
           let folder = FolderOf(type)
           from other in References.Of(type)
           where Projects.Contains(other.Assembly) && other.Namespace?.StartsWith("Haystack", StringComparison.Ordinal) == true
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
