using System.Diagnostics;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>What a real llama-server does at the limits: a prompt too long, a reply without end, a client that leaves, a key.</summary>
[Trait("Category", "Live")]
public sealed class LlamaLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_prompt_longer_than_its_context_is_found_out_before_the_sweep_and_refused_if_it_is_sent()
    {
        await using var server = await StartAsync(4096);
        var sweep = () => SweepAsync(server, new SweepOptions { Contexts = [4096], MaxOutputTokens = 64 });
        (await sweep.Should().ThrowAsync<HaystackException>()).WithMessage("--contexts 4k: with 64 tokens for the reply that is more than the 4k that openai/tiny takes");
        Directory.Exists(_folder["run"]).Should().BeFalse();

        await using var model = await ConnectAsync(server);
        var words = string.Concat(Enumerable.Repeat("word ", 5_000));
        var response = await AskAsync(model, words);
        response.Stop.Should().Be(StopCause.PromptRefused, response.Fault);
        response.PromptTokens.Should().Be(await model.CountPromptAsync(TestRequest.Prompt(words), TestContext.Current.CancellationToken));
        response.Fault.Should().Contain("exceeds the available context size (4096 tokens)");
        // One token fewer than the context is the longest that it answers: prompt and reply share it.
        var longest = await model.CountPromptAsync(TestRequest.Prompt(Words(4_000)), TestContext.Current.CancellationToken) - 4_000;
        (await AskAsync(model, Words(4_096 - longest!.Value))).Stop.Should().Be(StopCause.PromptRefused);
        var last = await AskAsync(model, Words(4_095 - longest.Value));
        (last.Stop, last.PromptTokens, last.OutputTokens).Should().Be((StopCause.OutputCap, 4_095L, 1L), last.Fault);
    }

    [Fact]
    public async Task A_reply_without_end_is_capped_by_tokens_or_stopped_as_a_loop_and_both_are_answers()
    {
        await using var server = await StartAsync(4096, endsAfter: 0);
        var end = await SweepAsync(server, new SweepOptions { Contexts = [2048], MaxOutputTokens = 40, Documents = 1, ChainsPerDocument = 2 });
        end.End.Should().Be(SweepEnd.Complete, end.Reason);
        var trials = RunReader.Read(_folder["run"], withTexts: true).Trials;
        trials.Should().OnlyContain(t => t.Outcome == Outcome.CappedOutput && t.OutputTokens == 40 && t.DoneReason == "length" && t.PromptTokensCounted == t.PromptTokensPlanned);

        // Greedy, it comes back to where it was.
        await using var model = await ConnectAsync(server);
        var loop = await AskAsync(model, "Where is it?", output: 2_000);
        loop.Stop.Should().Be(StopCause.Loop, loop.Fault);
        loop.OutputTokens.Should().BeLessThan(2_000);
        await ShouldBeIdleAsync(server);
    }

    [Fact]
    public async Task Time_that_runs_out_on_flowing_tokens_is_a_cap_and_the_server_is_left()
    {
        // Hot, it would come upon its end token within some thousand tokens.
        await using var server = await StartAsync(16_384, endsAfter: 0, more: ["--ignore-eos"]);
        await using var model = await ConnectAsync(server, "openai/tiny?temperature=2");
        var response = await AskAsync(model, "Where is it?", output: 16_000, seconds: 0.7);
        response.Stop.Should().Be(StopCause.TimeCap, response.Fault);
        response.Content.Should().NotBeEmpty();
        response.PromptTokens.Should().BeNull("it tells its counts at the end");
        await ShouldBeIdleAsync(server);

        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var ask = () => model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(16_384, 16_000), cancel.Token);
        await ask.Should().ThrowAsync<OperationCanceledException>();
        await ShouldBeIdleAsync(server);
    }

    [Fact]
    public async Task A_wrong_key_is_one_line_and_the_right_one_opens_all()
    {
        await using var server = await StartAsync(4096, more: ["--api-key", "right-key-0123456789"]);
        foreach (var (key, line) in ((string, string?)[])[("wrong-key-0123456789", "*refuses the API key (HTTP 401; key from MY_KEY)"), ("right-key-0123456789", null)])
        {
            using var client = new OpenAiServer(new ModelServerOptions { BaseUrl = server.BaseUrl, ApiKeyVariable = "MY_KEY", ReadVariable = _ => key });
            var connect = () => client.ConnectAsync(ModelSpec.Parse("openai/tiny"), TestContext.Current.CancellationToken);
            if (line is not null)
            {
                (await connect.Should().ThrowAsync<HaystackException>()).WithMessage(line).Which.Message.Should().NotContain("wrong-key");
                continue;
            }

            await using var model = await connect();
            model.Description.MaxContextTokens.Should().Be(4096);
            (await AskAsync(model, "Where is it?")).Stop.Should().BeOneOf(StopCause.Finished, StopCause.OutputCap);
        }
    }

    private Task<LlamaServerProcess> StartAsync(int contextTokens, int endsAfter = 12, string[]? more = null)
    {
        TinyModel.Write(_folder["tiny.gguf"], new Seed(1), endsAfter);
        return LlamaServerProcess.StartAsync(_folder["tiny.gguf"], contextTokens, 1, more ?? []);
    }

    private static async Task<IModelConnection> ConnectAsync(LlamaServerProcess server, string name = "openai/tiny")
    {
        var client = new OpenAiServer(new ModelServerOptions { BaseUrl = server.BaseUrl });
        return await client.ConnectAsync(ModelSpec.Parse(name), TestContext.Current.CancellationToken);
    }

    private static Task<ModelResponse> AskAsync(IModelConnection model, string prompt, int output = 32, double seconds = 30) =>
        model.AskAsync(TestRequest.Prompt(prompt), TestRequest.Budget(4096, output, seconds), TestContext.Current.CancellationToken);

    private static string Words(int count) => string.Concat(Enumerable.Repeat("word ", count)).TrimEnd();

    /// <summary>A server that is left must stop at once: what it goes on with is taken from the next question.</summary>
    private static async Task ShouldBeIdleAsync(LlamaServerProcess server)
    {
        var patience = Stopwatch.StartNew();
        while (await server.IsBusyAsync())
        {
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2), "the server must see that nobody listens any more");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task<SweepFinished> SweepAsync(LlamaServerProcess server, SweepOptions options)
    {
        SweepFinished? finished = null;
        await foreach (var happened in Sweep.RunAsync(options with { Models = ["openai/tiny"], Anyway = true, BaseUrl = server.BaseUrl, OutputDirectory = _folder["run"] }, CancellationToken.None, TestContext.Current.CancellationToken))
            finished = happened as SweepFinished ?? finished;
        return finished!;
    }
}
