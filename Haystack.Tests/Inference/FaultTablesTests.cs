using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The tables of faults name the tests that bring them about: each row has one, and each is there.</summary>
public sealed partial class FaultTablesTests
{
    [Theory]
    [InlineData("faults.md", "| fault | tried again |", 78)]
    [InlineData("run-format.md", "| fault | what happens |", 10)]
    public void Every_row_names_a_test_and_every_test_is_there(string page, string head, int rows)
    {
        var text = Read($"../../docs/{page}");
        var table = text[text.IndexOf(head, StringComparison.Ordinal)..].Split('\n').TakeWhile(l => l.StartsWith('|')).Skip(2).ToList();
        table.Should().HaveCount(rows);
        table.Should().OnlyContain(row => TestName().IsMatch(row));
        foreach (Match named in TestName().Matches(text))
        {
            var type = Assembly.GetExecutingAssembly().GetTypes().Single(t => t.Name == named.Groups[1].Value);
            var method = type.GetMethod(named.Groups[2].Value);
            method.Should().NotBeNull($"{named.Value} is named in {page}");
            method!.GetCustomAttributes<FactAttribute>().Should().NotBeEmpty(named.Value);
        }
    }

    private static string Read(string name, [CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, name)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();
}
