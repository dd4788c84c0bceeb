using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Inference.Probing;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What a chat template adds, from the routes of servers that tell it, and checked by what they count.</summary>
public sealed class TemplateTokensTests
{
    private static readonly FakeModel Model = new() { Name = "test-7b", ContextLength = 32_768 };

    /// <summary>Eight control tokens, "user" and its line break.</summary>
    private const int Added = 10;

    [Theory]
    [InlineData("LlamaServer", true)]
    [InlineData("Vllm", true)]
    [InlineData("LmStudio", false)]
    [InlineData("Other", false)]
    public async Task The_servers_own_template_and_tokenizer_tell_it_where_it_has_such_routes(string flavor, bool told)
    {
        var (result, _) = await ProbeAsync(flavor, Model.Tokenizer);
        result.Grade.Should().Be(TokenizerGrade.Verified);
        (result.TemplateTokens, result.TemplateIsTold, result.Note).Should().Be((Added, told, null));
    }

    [Theory]
    [InlineData("LlamaServer", 3, "the server counts 3 tokens fewer in a prompt than its own template and tokenizer give")]
    [InlineData("Vllm", -1, "the server counts 1 token more in a prompt than its own template and tokenizer give")]
    public async Task A_count_that_its_own_template_does_not_explain_is_said_lowers_the_grade_and_is_what_is_planned_with(string flavor, int off, string note)
    {
        var (result, _) = await ProbeAsync(flavor, Model.Tokenizer, off);
        result.Grade.Should().Be(TokenizerGrade.Exact);
        (result.TemplateTokens, result.TemplateIsTold, result.Note).Should().Be((Added, false, note));
    }

    [Theory]
    [InlineData("LlamaServer")]
    [InlineData("Vllm")]
    public async Task Without_a_vocabulary_it_is_still_known_to_the_token(string flavor)
    {
        var (result, _) = await ProbeAsync(flavor, null);
        result.Grade.Should().Be(TokenizerGrade.Calibrated);
        (result.TemplateTokens, result.TemplateIsTold).Should().Be((Added, true));
        var (off, _) = await ProbeAsync(flavor, null, 2);
        off.TemplateIsTold.Should().BeFalse();
        off.Note.Should().EndWith("; the server counts 2 tokens fewer in a prompt than its own template and tokenizer give");
    }

    [Theory]
    [InlineData("LlamaServer", "/apply-template")]
    [InlineData("Vllm", "/tokenize")]
    public async Task The_template_is_told_how_much_to_think_as_every_question_is(string flavor, string route)
    {
        var (_, fake) = await ProbeAsync(flavor, Model.Tokenizer, name: "openai/test-7b?think=off");
        var asked = fake.Counted.First(c => c.Route == route).Body;
        asked.GetProperty("chat_template_kwargs").GetRawText().Should().Be("""{"enable_thinking":false}""");
        asked.GetProperty("chat_template_kwargs").GetRawText().Should().Be(fake.Requests[0].Body.GetProperty("chat_template_kwargs").GetRawText());
        asked.GetProperty("model").GetString().Should().Be("test-7b");
    }

    private static async Task<(ProbeResult Result, FakeOpenAi Fake)> ProbeAsync(string flavor, ModelTokenizer? tokenizer, int off = 0, string name = "openai/test-7b")
    {
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = Enum.Parse<OpenAiFlavor>(flavor), Models = [Model], TemplateAdds = off });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl) with { TokenizerOverride = tokenizer });
        await using var model = await server.ConnectAsync(ModelSpec.Parse(name), TestContext.Current.CancellationToken);
        return (await TokenizerProbe.RunAsync(model, 16_384, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken), fake);
    }
}
