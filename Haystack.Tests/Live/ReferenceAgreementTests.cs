using FluentAssertions;
using Haystack.Certifying;
using Haystack.Inference;
using Haystack.Reference;
using Haystack.Tests.Reference;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>A dull model's curve: as it is certified, by the evaluator, by the engine of this process, and by a real llama-server.</summary>
[Trait("Category", "Live")]
[Trait("Category", "Slow")]
public sealed class ReferenceAgreementTests(ReferenceFiles files, ITestOutputHelper output) : IClassFixture<ReferenceFiles>
{
    private const int Half = 1024;

    // Rounding may decide where a name is just lost.
    private const double ByRounding = 0.02;

    [Fact]
    public async Task A_server_and_the_engine_lose_half_where_the_certificate_says()
    {
        var certified = StoredCertificate.Read("dull-1k").GetProperty("halfDistance");
        double Certified(string end) => certified.GetProperty(end).GetDouble();
        await using var server = await LlamaServerProcess.StartAsync(files.File(Half), 8192);
        foreach (var (model, baseUrl) in ((string, string?)[])[($"gguf/{files.File(Half)}?temperature=0&threads=1", null), ("openai/tiny?temperature=0", server.BaseUrl)])
        {
            var (said, due) = await AskAsync(model, baseUrl);
            var half = HalfDistance.Fit(said)!;
            output.WriteLine($"{model}: half at {half.Tokens:0} ({half.Low:0}–{half.High:0}); evaluator {HalfDistance.Fit(due)!.Tokens:0}; {said.Zip(due).Count(p => p.First != p.Second)} of {said.Count} differ");
            half.Low.Should().BeLessThan(Certified("high"));
            half.High.Should().BeGreaterThan(Certified("low"));
            said.Zip(due).Count(p => p.First != p.Second).Should().BeLessThanOrEqualTo((int)(ByRounding * said.Count));
            var wider = RecallBin.Of(said.Select(s => (s.Distance, s.IsRight ? ReferenceOutcome.Right : ReferenceOutcome.Abstained)));
            wider.Should().OnlyContain(b => b.Interval.Low <= Remembering.Recall((double)b.From / Half) && b.Interval.High >= Remembering.Recall((double)b.To / Half));
        }
    }

    private async Task<(IReadOnlyList<(int Distance, bool IsRight)> Said, IReadOnlyList<(int Distance, bool IsRight)> Due)> AskAsync(string model, string? baseUrl)
    {
        var reference = files.Model(Half);
        using var servers = new ModelServers(new ModelServerOptions { TokenizerOverride = reference.Tokenizer, BaseUrl = baseUrl });
        await using var connection = await servers.ConnectAsync(ModelSpec.Parse(model), TestContext.Current.CancellationToken);
        var (said, due) = (new List<(int, bool)>(), new List<(int, bool)>());
        foreach (var context in ReferenceCertificate.ContextsOf(reference.Options, 8 * Half))
        {
            foreach (var right in ReferenceCertificate.Answer(new ReferenceEvaluator(reference), ReferenceCertificate.Text(reference, context, 0), context).Where(a => a.Question.Links == 1))
            {
                var ask = new AskOptions { NumCtx = 8 * Half, PromptTokens = right.Question.Tokens.Count, MaxOutputTokens = 16, Timeout = TimeSpan.FromMinutes(5), Seed = new Seed(1) };
                var response = await connection.AskAsync([new ChatMessage(ChatRole.User, right.Question.Prompt)], ask, TestContext.Current.CancellationToken);
                said.Add((right.Question.Distances[0], AnsweredQuestion.AnswerOf(response.Content) == right.Question.Expected));
                due.Add((right.Question.Distances[0], right.Outcome == ReferenceOutcome.Right));
            }
        }

        return (said, due);
    }
}
