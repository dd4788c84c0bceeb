using System.Reflection;
using FluentAssertions;
using Haystack.Statistics;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Architecture;

/// <summary>A name means one thing in the whole library: whoever reads it in one folder knows it in the next.</summary>
public sealed class TypeNameTests
{
    private static readonly Assembly[] Projects = [typeof(Seed).Assembly, typeof(Proportion).Assembly, typeof(ModelTokenizer).Assembly, typeof(Sweep).Assembly];

    /// <summary>What still does: it may become less.</summary>
    private static readonly string[] Shared = ["AnswerForms", "IDesign", "JsonText", "Sentence", "SentenceCutter"];

    [Fact]
    public void No_two_types_have_the_same_name() =>
        string.Join("\n", Twice(Projects.SelectMany(p => p.GetTypes()).Where(t => !Shared.Contains(t.Name)))).Should().BeEmpty();

    [Fact]
    public void Two_of_the_same_name_are_seen() => Twice([typeof(Seed), typeof(Sweep), typeof(Seed)]).Should().ContainSingle().Which.Should().Contain("Seed");

    private static IEnumerable<string> Twice(IEnumerable<Type> types) =>
        Own(types).GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => string.Join(" and ", g.Select(t => t.FullName)));

    private static IEnumerable<Type> Own(IEnumerable<Type> types) =>
        types.Where(t => !t.IsNested && !t.Name.Contains('<', StringComparison.Ordinal) && t.Namespace?.StartsWith("Haystack", StringComparison.Ordinal) == true);
}
