using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Inference.Probing;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class TokenizerProbeTests
{
    private static readonly FakeModel Model = new() { Name = "test:7b", Vocabulary = DerivedVocabulary.Small };

    [Fact]
    public async Task Agreement_on_every_kind_of_text_is_the_best_grade_and_tells_what_the_template_adds()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [Model] });
        var result = await ProbeAsync(fake);
        result.Grade.Should().Be(TokenizerGrade.Verified);
        // Eight control tokens, "user" and its line break.
        result.TemplateTokens.Should().Be(10);
        result.Ratio.Should().Be(1);
        result.Load!.ContextTokens.Should().Be(32_768);
        fake.Requests.Should().OnlyContain(r => r.NumCtx == 32_768 && r.NumPredict == 1);
        fake.Loads.Should().Be(1);
    }

    [Fact]
    public async Task Disagreement_falls_to_calibrated_with_a_ratio_and_says_where()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [Model with { Tokenizer = new PieceTokenizer("other", singleDigits: true) }] });
        var result = await ProbeAsync(fake);
        result.Grade.Should().Be(TokenizerGrade.Calibrated);
        result.Note.Should().Contain("10 in prose").And.MatchRegex("[1-9][0-9] in digits");
        result.Tokenizer.Should().BeOfType<CalibratedTokenizer>().Which.Ratio.Should().Be(result.Ratio);
        fake.Loads.Should().Be(1);
    }

    [Fact]
    public async Task Without_a_vocabulary_the_ratio_foretells_the_servers_count_of_prose()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [Model with { Vocabulary = null }] });
        var result = await ProbeAsync(fake);
        result.Grade.Should().Be(TokenizerGrade.Calibrated);
        result.Note.Should().Be("the model has no vocabulary");
        var text = ProbeTexts.LongProse[100..1500];
        var foretold = result.TemplateTokens + result.Ratio * result.Tokenizer.Count(text);
        foretold.Should().BeApproximately(Model.Tokenizer.Count("user\n" + text) + Model.ControlTokens, 15);
    }

    [Fact]
    public async Task A_server_that_cannot_load_the_model_is_one_line()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [Model],
            Fault = _ => FakeFault.Http(500, "model requires more system memory (22.1 GiB) than is available (7.3 GiB)"),
        });
        var probe = () => ProbeAsync(fake);
        (await probe.Should().ThrowAsync<HaystackException>()).WithMessage("model 'test:7b' does not answer: HTTP 500: model requires more system memory*");
        fake.Requests.Should().ContainSingle("more tries would fill the same memory again");
    }

    [Fact]
    public async Task A_context_smaller_than_what_was_asked_for_is_found_before_the_sweep()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [Model], ClampNumCtx = 8192 });
        var probe = () => ProbeAsync(fake);
        (await probe.Should().ThrowAsync<HaystackException>()).WithMessage("*loaded with a context of 8k tokens where 32k were asked for: --max-ctx 8k fits");
    }

    [Fact]
    public async Task A_ratio_that_no_tokenizer_has_is_refused_with_its_cause()
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.Other, ReadsAtMost = 40 });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        var probe = () => TokenizerProbe.RunAsync(model, 32_768, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
        (await probe.Should().ThrowAsync<HaystackException>()).WithMessage("model 'openai/test-7b': its server counts 40 tokens in a prompt of * which is no tokenizer's ratio: it cuts prompts, counts only what is not cached, or counts something else*");
    }

    private static async Task<ProbeResult> ProbeAsync(FakeOllama fake)
    {
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        return await TokenizerProbe.RunAsync(model, 32_768, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
    }
}
