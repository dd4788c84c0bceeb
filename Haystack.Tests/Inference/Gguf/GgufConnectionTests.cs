using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Probing;
using Haystack.Tests.Live;
using Haystack.Tests.Storage;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference.Gguf;

/// <summary>The engine in this process with a small model of random weights: it reads, counts, keeps and ends as any engine does.</summary>
public sealed class GgufConnectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelServers _servers = new(new ModelServerOptions { DefaultTokenizer = () => throw new InvalidOperationException("no other tokenizer is needed") });

    public GgufConnectionTests() => TinyModel.Write(Path, new Seed(5), endsAfter: 0);

    private string Path => _folder["tiny model.gguf"];

    public void Dispose()
    {
        _servers.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Its_tokens_are_those_of_the_engine()
    {
        await using var model = await ConnectAsync("?think=off");
        model.Description.Should().Match<ModelDescription>(d => d.Provider == "gguf" && d.TokenizerGrade == TokenizerGrade.Exact && d.MaxContextTokens == TinyModel.ContextTokens && d.Digest!.StartsWith("sha256:"));
        var probed = await TokenizerProbe.RunAsync(model, 2048, TimeSpan.FromMinutes(1), Cancel);
        probed.Should().Match<ProbeResult>(p => p.Grade == TokenizerGrade.Verified && p.TemplateIsTold && p.TemplateTokens > 0 && p.Load!.ContextTokens == 2048);
    }

    [Fact]
    public async Task A_prompt_is_read_once_and_a_cold_question_reads_it_again()
    {
        await using var model = await ConnectAsync();
        var document = ProbeTexts.LongProse;
        var first = await AskAsync(model, document + "Who left the quay?");
        var second = await AskAsync(model, document + "Who counted the masts?");
        var cold = await model.AskAsync(TestRequest.Prompt(document + "Who counted the masts?"), TestRequest.Budget(2048, 8) with { ColdSalt = "cold" }, Cancel);
        first.Should().Match<ModelResponse>(r => r.CachedPromptTokens < 40 && r.OutputTokens == 8 && r.Stop == StopCause.OutputCap && r.LoadTime != null);
        second.CachedPromptTokens.Should().BeGreaterThan((long)(0.95 * second.PromptTokens!.Value)).And.BeLessThan(second.PromptTokens!.Value);
        cold.Should().Match<ModelResponse>(r => r.CachedPromptTokens == 0 && r.PromptTokens == second.PromptTokens && r.Content == second.Content);
        second.LoadTime.Should().BeNull();
    }

    [Theory]
    [InlineData("?kv=q8_0")]
    [InlineData("?kv=f32&flash=off&threads=1&batch=33")]
    [InlineData("?kv=q4_0&ctx=1k")]
    public async Task Its_options_change_how_it_is_run_and_not_what_it_reads(string options)
    {
        await using var plain = await ConnectAsync();
        await using var model = await ConnectAsync(options);
        var (one, other) = (await AskAsync(plain, ProbeTexts.LongProse), await AskAsync(model, ProbeTexts.LongProse));
        other.Should().Match<ModelResponse>(r => r.Stop == StopCause.OutputCap && r.PromptTokens == one.PromptTokens && r.OutputTokens == 8);
        (await model.GetLoadAsync(Cancel))!.ContextTokens.Should().Be(options.Contains("ctx=1k") ? 1024 : 2048);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_and_a_reply_ends_with_it()
    {
        await using var model = await ConnectAsync("?ctx=512");
        var refused = await AskAsync(model, ProbeTexts.LongProse);
        refused.Should().Match<ModelResponse>(r => r.Stop == StopCause.PromptRefused && r.PromptTokens > 512 && r.Fault!.EndsWith("and the context 512"));
        var text = ProbeTexts.LongProse[..1400];
        var cut = await model.AskAsync(TestRequest.Prompt(text), TestRequest.Budget(2048, 1024), Cancel);
        cut.Should().Match<ModelResponse>(r => r.Stop == StopCause.OutputCap || r.Stop == StopCause.Loop);
        (cut.PromptTokens + cut.OutputTokens).Should().BeLessThanOrEqualTo(513);
    }

    [Fact]
    public async Task Cancelling_ends_a_reply_and_the_next_question_is_answered_as_before()
    {
        await using var model = await ConnectAsync();
        var before = await AskAsync(model, ProbeTexts.LongProse);
        using var cancel = new CancellationTokenSource();
        var endless = model.AskAsync(TestRequest.Prompt(string.Concat(Enumerable.Repeat(ProbeTexts.LongProse, 20))), TestRequest.Budget(16384, 4096), cancel.Token);
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => endless).Should().ThrowAsync<OperationCanceledException>();
        (await AskAsync(model, ProbeTexts.LongProse)).Content.Should().Be(before.Content);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<IModelConnection> ConnectAsync(string options = "") => _servers.ConnectAsync(ModelSpec.Parse($"gguf/{Path}{options}"), Cancel);

    private static Task<ModelResponse> AskAsync(IModelConnection model, string text) => model.AskAsync(TestRequest.Prompt(text), TestRequest.Budget(2048, 8), Cancel);
}
