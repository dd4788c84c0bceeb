using FluentAssertions;
using Haystack.Tests.Pages;
using Haystack.Tests.Reports;
using Haystack.Tests.Storage;
using Xunit;
using Xunit.Sdk;

namespace Haystack.Tests.Gates;

/// <summary>The helper that docs/gates.md gives users of FluentAssertions; that all examples compile, ExamplesOnPagesTests sees.</summary>
public sealed class GatesPageTests
{
    [Fact]
    public void The_helper_of_the_page_is_the_one_that_is_tested_here()
    {
        var page = DocumentationPages.Blocks.Single(b => b.Page == "docs/gates.md" && b.Text.Contains("class RunAssertions(", StringComparison.Ordinal)).Text;
        var tested = File.ReadAllText(RepositoryFile.Of("Haystack.Tests/Gates/RunAssertions.cs")).ReplaceLineEndings("\n");
        tested.Should().EndWith(page[(page.IndexOf("(RunData run)", StringComparison.Ordinal))..]);
    }

    [Fact]
    public void The_helper_of_the_page_passes_and_fails_with_the_gates_message()
    {
        var run = SampleRuns.Typical;
        run.Should().RecallAtLeast(0.8, model: "builtin/oracle");
        FluentActions.Invoking(() => run.Should().RecallAtLeast(0.95, model: "openai/mystery-large", because: "{braces} do no harm"))
            .Should().Throw<XunitException>().WithMessage("Expected a recall of at least 0.95 because {braces} do no harm, but this was measured: \"gate on openai/mystery-large*haystack show*");
    }
}
