using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Models;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Several Ollamas of one model over sockets, what the report says of them, and how servers are named.</summary>
[Collection(AloneTests.Name)]
public sealed class FleetOllamaTests : FleetSweeps
{
    [Fact]
    public async Task Several_Ollamas_share_the_documents_and_the_report_says_what_each_did()
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        FakeOllamaOptions Like(string digest) => new()
        {
            Models = [new FakeModel { Name = "test:7b", ContextLength = 32_768, Tokenizer = Tokenizer, Digest = digest }],
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        };
        await using var one = await FakeOllama.StartAsync(Like(new string('a', 64)));
        await using var two = await FakeOllama.StartAsync(Like(new string('a', 64)));
        await using var stranger = await FakeOllama.StartAsync(Like(new string('b', 64)));
        SweepOptions Options(string name, params string[] more) => new()
        {
            Models = ["test:7b"],
            Endpoint = one.Endpoint,
            MoreEndpoints = more,
            Contexts = [2048],
            Documents = 4,
            MaxOutputTokens = 1024,
            Tokenizer = TokenizerName(),
            OutputDirectory = _folder[name],
        };
        var run = await SweepAsync(Options("run", $"{two.Endpoint} slots=1 weight=2"), static _ => { });
        run.Trials.Should().HaveCount(4 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
        run.Trials.Select(t => t.Server).Distinct().Should().BeEquivalentTo([one.Endpoint.TrimEnd('/'), two.Endpoint.TrimEnd('/')]);
        var report = MarkdownReport.Of(run);
        foreach (var (server, count) in run.Trials.Concat(run.ColdTrials).GroupBy(t => t.Server!).Select(g => (g.Key, g.Count())))
            report.Should().MatchRegex($@"\| <code>{server.Replace("/", ".", StringComparison.Ordinal).Replace(":", ".{1,6}", StringComparison.Ordinal)}</code> \| {count} \| 0 \|");
        var mixed = () => SweepAsync(Options("mixed", stranger.Endpoint), static _ => { });
        await mixed.Should().ThrowAsync<HaystackException>().WithMessage("*does not carry the same model*digest: aaaa*→ bbbb*");
    }

    [Theory]
    [InlineData("http://a:1/v1", "http://a:1/v1", null, 1)]
    [InlineData("http://a:1/v1 slots=8 weight=2.5", "http://a:1/v1", 8, 2.5)]
    [InlineData("gpu2:11434  weight=0.5", "gpu2:11434", null, 0.5)]
    public void A_server_stands_with_its_slots_and_weight(string text, string url, int? slots, double weight) =>
        ServerAddress.Parse(text).Should().Be(new ServerAddress(url, slots, weight));

    [Theory]
    [InlineData("http://a:1/v1 slots=0")]
    [InlineData("http://a:1/v1 weight=-1")]
    [InlineData("http://a:1/v1 speed=2")]
    [InlineData("http://a:1/v1 http://b:1/v1")]
    [InlineData(" ")]
    public void What_is_no_server_is_refused(string text) =>
        FluentActions.Invoking(() => ServerAddress.Parse(text)).Should().Throw<HaystackException>();
}
