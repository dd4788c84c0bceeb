using System.Runtime.CompilerServices;
using FluentAssertions;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;
using Xunit.Sdk;

namespace Haystack.Tests.Gates;

/// <summary>Every C# example of docs/gates.md is code that is compiled here.</summary>
public sealed class GatesPageTests
{
    [Fact]
    public void Every_example_of_the_page_stands_in_a_compiled_file()
    {
        var compiled = new[] { "GatesPageTests.cs", "RunAssertions.cs" }.Select(f => Lines(Read(f))).ToArray();
        var examples = Examples(Read("../../docs/gates.md"));
        examples.Should().HaveCountGreaterThan(3);
        foreach (var example in examples)
            compiled.Should().Contain(c => c.Contains(example), "the page shows it:\n{0}", example);
    }

    [Fact]
    public void The_helper_of_the_page_passes_and_fails_with_the_gates_message()
    {
        var run = SampleRuns.Typical;
        run.Should().RecallAtLeast(0.8, model: "builtin/oracle");
        FluentActions.Invoking(() => run.Should().RecallAtLeast(0.95, model: "openai/mystery-large", because: "{braces} do no harm"))
            .Should().Throw<XunitException>().WithMessage("Expected a recall of at least 0.95 because {braces} do no harm, but this was measured: \"gate on openai/mystery-large*haystack show*");
    }

    internal static async Task AskAsync(CancellationToken ct)
    {
        await AccuracyGate.For("qwq:32b").WithContext("16k").AtDistance("8k").InFamily("link").RequireAccuracy(0.8).CheckAsync(ct);
    }

    internal static void OnStoredRun()
    {
        AccuracyGate.ForRun("runs/mine", "qwq:32b").WithContext("16k").AtDistance("8k").RequireAccuracy(0.8).Check();
    }

    internal static async Task AgainstYesterdayAsync(CancellationToken ct)
    {
        var options = new SweepOptions { Endpoint = "http://gpu-box:11434", TrialTimeout = TimeSpan.FromMinutes(20) };
        var yesterday = RunReader.Read("runs/yesterday");
        await AccuracyGate.For("qwq:32b?think=high", options).RequireNoWorseThan(yesterday, by: 0.05).Required().Strict().CheckAsync(ct);
    }

    internal static void Fluently()
    {
        RunReader.Read("runs/mine").Should().RecallAtLeast(0.8, atDistance: "8k");
    }

    private static List<string> Examples(string page)
    {
        var (examples, at) = (new List<string>(), 0);
        while ((at = page.IndexOf("```csharp\n", at, StringComparison.Ordinal)) >= 0)
        {
            var start = at + "```csharp\n".Length;
            at = page.IndexOf("\n```", start, StringComparison.Ordinal);
            examples.Add(Lines(page[start..at]));
        }

        return examples;
    }

    /// <summary>Without indentation: examples on the page stand at the margin.</summary>
    private static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()));

    private static string Read(string name, [CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, name)).ReplaceLineEndings("\n");
}
