using FluentAssertions;
using Haystack.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary><c>haystack plan --calibrate</c> over sockets, and sweeps that may spend so much.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private static readonly string[] Plan = ["--tokenizer", "tiktoken:o200k_base", "--contexts", "1k,2k", "--documents", "2"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_is_dead_or_refuses_is_one_line()
    {
        var dead = await RunAsync(["plan", "--calibrate", "--model", "openai/test-7b", "--base-url", "http://127.0.0.1:9/v1", .. Plan]);
        dead.ExitCode.Should().Be(ExitCodes.Usage);
        Faults(dead.Error).Should().ContainSingle().Which.Should().Contain("no server can be reached");

        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Fault = _ => FakeFault.Http(403, """{"error":{"message":"not for you"}}""") });
        var refused = await RunAsync(["plan", "--calibrate", "--model", "openai/test-7b", "--base-url", server.BaseUrl, .. Plan]);
        refused.ExitCode.Should().Be(ExitCodes.Usage, refused.Output + refused.Error);
        refused.Output.Should().BeEmpty();
        Faults(refused.Error).Should().ContainSingle().Which.Should().StartWith("haystack: openai/test-7b: not calibrated: ").And.Contain("not for you");
    }

    [Fact]
    public async Task One_of_two_models_that_cannot_be_measured_is_told_and_the_plan_stands()
    {
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Fault = _ => FakeFault.Http(403, """{"error":{"message":"not for you"}}""") });
        var ended = await RunAsync(["plan", "--calibrate", "--model", "openai/test-7b", "--model", "builtin/oracle", "--base-url", server.BaseUrl, .. Plan]);
        ended.ExitCode.Should().Be(ExitCodes.TooManyInvalid, ended.Error);
        ended.Error.Should().Contain("openai/test-7b: not calibrated: ");
        ended.Output.Should().Contain("openai/test-7b: about").And.Contain("not measured yet").And.Contain("all together");
    }

    [Fact]
    public async Task A_sweep_that_has_spent_its_tokens_says_what_and_how_it_goes_on()
    {
        string[] sweep = ["sweep", "--model", "builtin/oracle", "--context", "2k", "--documents", "4", "--max-tokens", "60000", "--out", "runs/a b"];
        var ended = await RunAsync(sweep);
        ended.ExitCode.Should().Be(ExitCodes.Stopped, ended.Error);
        ended.Error.Should().MatchRegex(@"spent: \d+ s, [\d,]{6,} tokens of prompts and replies")
            .And.Contain("haystack: --max-tokens 60,000 are spent; the same command goes on from here: haystack sweep --model builtin/oracle --context 2k --documents 4 --max-tokens 60000 --out 'runs/a b'\n");
        for (var i = 0; i < 10 && ended.ExitCode == ExitCodes.Stopped; i++)
            ended = await RunAsync(sweep);
        ended.ExitCode.Should().Be(ExitCodes.Done, ended.Error);
    }

    [Theory]
    [InlineData("--minutes", "0", "--minutes is above 0")]
    [InlineData("--minutes", "-5", "--minutes takes a number of minutes")]
    [InlineData("--minutes", "soon", "--minutes takes a number of minutes")]
    [InlineData("--minutes", "NaN", "--minutes takes a number of minutes")]
    [InlineData("--max-tokens", "0", "--max-tokens must be at least 1")]
    [InlineData("--max-tokens", "many", "'many'")]
    public async Task A_budget_that_is_none_is_refused_on_the_command_line_and_in_a_file(string option, string value, string said)
    {
        var typed = await RunAsync("plan", "--model", "builtin/oracle", option, value);
        typed.ExitCode.Should().Be(ExitCodes.Usage);
        typed.Error.Should().Contain(said);
        await File.WriteAllTextAsync(_folder["haystack.yaml"], $"{option[2..]}: {value}\n", TestContext.Current.CancellationToken);
        var written = await RunAsync("plan", "--model", "builtin/oracle");
        written.ExitCode.Should().Be(ExitCodes.Usage);
        written.Error.Should().Contain(said);
        var check = await RunAsync("config", "check");
        check.ExitCode.Should().Be(ExitCodes.Usage, "what a sweep would refuse is not in order");
        check.Error.Should().Contain(said);
    }

    [Fact]
    public async Task A_settings_file_holds_budgets()
    {
        await File.WriteAllTextAsync(_folder["haystack.yaml"], "minutes: 90\nmax-tokens: 100k\n", TestContext.Current.CancellationToken);
        (await RunAsync("config", "check")).ExitCode.Should().Be(ExitCodes.Done);
        var planned = await RunAsync("plan", "--model", "builtin/oracle", "--contexts", "2k");
        planned.ExitCode.Should().Be(ExitCodes.Done, planned.Error);
        planned.Output.Should().Contain("into 1 h 30 min").And.Contain("into 102,400 tokens");
    }

    // Before any server is asked, a line says what it gets.
    private static IEnumerable<string> Faults(string error) => error.Trim().Split('\n').Where(l => !l.Contains(" gets ", StringComparison.Ordinal));

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);
}
