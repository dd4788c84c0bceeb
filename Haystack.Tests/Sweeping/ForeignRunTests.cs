using FluentAssertions;
using Haystack.Planning;
using Haystack.Rereading;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A stored run that comes from anybody is read again: it sends nobody anywhere, and what it says of itself is held against what a run can be.</summary>
public sealed class ForeignRunTests
{
    [Fact]
    public async Task A_server_that_only_a_run_names_is_not_asked()
    {
        var model = Rows.Model() with { Name = "x:7b", Provider = "ollama", Properties = new SortedDictionary<string, string> { ["endpoint"] = "http://192.0.2.1:11434/" } };
        var read = () => StoredTokenizer.OfAsync(model, new SweepOptions(), endpoint: null, TestContext.Current.CancellationToken);
        (await read.Should().ThrowAsync<HaystackException>()).WithMessage("*no server that only a run names is asked*--endpoint http://192.0.2.1:11434/*");
        // Nor is a key's owner: the name says openai, the column another provider.
        var disguised = model with { Name = "openai/x" };
        (await StoredTokenizer.OfAsync(disguised, new SweepOptions(), endpoint: null, TestContext.Current.CancellationToken)).Should().BeNull("such a server gives no vocabulary, and none of this program is the run's");
    }

    [Fact]
    public async Task A_trial_of_no_model_and_a_context_beyond_the_plan_are_refused_before_anything_is_made_again()
    {
        var run = SampleRuns.Typical with { Manifest = Manifest() };
        var stray = run.Trials[0] with { Model = "another" };
        var show = () => StoredPrompt.RebuildAsync(run, stray, endpoint: null, ManifestOptions.LongestUnasked, TestContext.Current.CancellationToken);
        (await show.Should().ThrowAsync<HaystackException>()).WithMessage("*of a model that it does not have");
        FluentActions.Invoking(() => Rescoring.Of(run with { Trials = [run.Trials[0] with { ContextTokens = 100_000_000 }] }, ManifestOptions.LongestUnasked, TestContext.Current.CancellationToken))
            .Should().Throw<HaystackException>().WithMessage("the run was planned without prompts of 100,000,000 tokens*");
    }

    [Theory]
    [InlineData("generator_version", "\u001b[31m")]
    [InlineData("documents", "99999999999")]
    [InlineData("contexts", "x")]
    [InlineData("arms", "pair,other")]
    [InlineData("ci_width", "narrow")]
    [InlineData("trial_timeout_seconds", "1e300")]
    [InlineData("seed", "-1")]
    [InlineData("max_ctx", "")]
    public void A_manifest_of_any_text_is_refused_in_one_line(string name, string value)
    {
        var manifest = Manifest();
        ManifestOptions.Read(manifest).Documents.Should().Be(2);
        manifest[name] = value;
        var message = FluentActions.Invoking(() => ManifestOptions.Read(manifest)).Should().Throw<HaystackException>().Which.Message;
        message.Should().NotContain("\n");
    }

    private static Dictionary<string, string> Manifest() => new()
    {
        ["generator_version"] = $"{DocumentPlanner.GeneratorVersion}",
        ["models"] = "builtin/oracle",
        ["contexts"] = "",
        ["distances"] = "",
        ["documents"] = "2",
        ["ci_width"] = "",
        ["chains_per_document"] = "8",
        ["families"] = "link",
        ["languages"] = "en",
        ["arms"] = "pair",
        ["question"] = "after",
        ["arrange"] = "spread",
        ["hops"] = "2",
        ["corpus"] = "chronicle",
        ["tokenizer"] = "",
        ["seed"] = "1",
        ["max_output"] = "2147483647",
        ["trial_timeout_seconds"] = "60",
        ["max_ctx"] = "4096",
    };
}
