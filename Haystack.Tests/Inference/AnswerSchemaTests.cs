using System.Text;
using System.Text.Json;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Scoring;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The form of an answer, forced by the server: what is sent, what comes of the reply, and a server that does not heed it.</summary>
public sealed class AnswerSchemaTests
{
    [Theory]
    [InlineData("LlamaServer")]
    [InlineData("Vllm")]
    [InlineData("LmStudio")]
    [InlineData("OpenAi")]
    [InlineData("Other")]
    public async Task Servers_of_OpenAIs_protocol_are_sent_a_response_format(string flavor)
    {
        (await SentAsync(Enum.Parse<OpenAiFlavor>(flavor), "test-7b?answer=schema")).GetProperty("response_format").GetRawText().Should().Be(AnswerSchema.ResponseFormat);
        (await SentAsync(Enum.Parse<OpenAiFlavor>(flavor), "test-7b?answer=free")).TryGetProperty("response_format", out _).Should().BeFalse();
        (await SentAsync(Enum.Parse<OpenAiFlavor>(flavor), "test-7b")).TryGetProperty("response_format", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Ollama_is_sent_a_format()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "test:7b" }], Answer = _ => "{\"answer\": \"Vel\"}" });
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b?answer=schema"), TestContext.Current.CancellationToken);
        var response = await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        fake.Requests.Single().Body.GetProperty("format").GetRawText().Should().Be(AnswerSchema.Schema);
        model.Description.Properties[AnswerSchema.Option].Should().Be("schema");
        response.IsToFitSchema.Should().BeTrue();
    }

    [Fact]
    public void A_batch_of_requests_says_so_in_each_line()
    {
        var settings = OpenAiSettings.Read(ModelSpec.Parse("openai/gpt-4o?answer=schema"), new OpenAiModel { Flavor = OpenAiFlavor.OpenAi, ContextSource = "" });
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            settings.WriteParameters(json, TestRequest.Budget());
            json.WriteEndObject();
        }

        JsonDocument.Parse(Encoding.UTF8.GetString(body.ToArray())).RootElement.GetProperty("response_format").GetRawText().Should().Be(AnswerSchema.ResponseFormat);
    }

    [Theory]
    [InlineData("openai/deepseek-chat?answer=schema", "*DeepSeek's server cannot force a reply into a schema*")]
    [InlineData("openai/deepseek-chat?answer=xml", "*answer=xml is neither free nor schema")]
    public void What_cannot_be_asked_for_is_refused(string name, string line)
    {
        var read = () => OpenAiSettings.Read(ModelSpec.Parse(name), new OpenAiModel { Flavor = OpenAiFlavor.DeepSeek, ContextSource = "" });
        read.Should().Throw<HaystackException>().WithMessage(line);
    }

    [Theory]
    [InlineData("{\"answer\": \"Vel\"}", Outcome.Correct)]
    [InlineData("{\"answer\": \"Answer: Vel\"}", Outcome.Correct)]
    [InlineData("{\"answer\": \"The answer is Vel.\"}\n", Outcome.Correct)]
    [InlineData("<think>Nor or Vel?</think>{\"answer\": \"Vel\"}", Outcome.Correct)]
    [InlineData("{\"answer\": \"Brinmoor\"}", Outcome.OneHop)]
    [InlineData("{\"answer\": \"The text does not say.\"}", Outcome.Abstained)]
    [InlineData("Answer: Vel", Outcome.Invalid)]
    [InlineData("```json\n{\"answer\": \"Vel\"}\n```", Outcome.Invalid)]
    [InlineData("{\"answer\": \"Vel\", \"why\": \"It says so.\"}", Outcome.Invalid)]
    [InlineData("[\"Vel\"]", Outcome.Invalid)]
    public void A_reply_that_is_not_of_the_form_was_not_forced_and_is_no_answer(string reply, Outcome expected)
    {
        var scored = Score(reply, StopCause.Finished);
        scored.Outcome.Should().Be(expected, scored.ReadingText);
        if (expected == Outcome.Invalid)
            scored.ReadingText.Should().Contain("the server did not force the reply into the form that was asked for (answer=schema)");
        else
            scored.AnswerForm.Should().Be(AnswerForms.Form);
    }

    [Theory]
    [InlineData("{\"answer\": \"Vel", Outcome.CappedOutput)]
    [InlineData("{\"answer\": \"Vel\"", Outcome.Correct)]
    [InlineData("{\"ans", Outcome.CappedOutput)]
    public void A_reply_cut_by_the_budget_is_an_answer_where_the_value_stands_whole(string reply, Outcome expected) =>
        Score(reply, StopCause.OutputCap).Outcome.Should().Be(expected);

    [Theory]
    [InlineData("test:7b", "test:7b?answer=schema")]
    [InlineData("openai/m?top_k=1", "openai/m?answer=schema&top_k=1")]
    [InlineData("test:7b?answer=free", "test:7b?answer=free")]
    [InlineData("builtin/oracle", "builtin/oracle")]
    [InlineData("simulated/forgets", "simulated/forgets")]
    public void A_sweep_asks_it_of_every_server_model_that_does_not_say_otherwise(string named, string asked)
    {
        AnswerSchema.Ask(ModelSpec.Parse(named), isForced: true).ToString().Should().Be(asked);
        AnswerSchema.Ask(ModelSpec.Parse(named), isForced: false).ToString().Should().Be(named);
    }

    private static ScoredAnswer Score(string reply, StopCause stop)
    {
        var response = new ModelResponse { Content = reply, Stop = stop, IsToFitSchema = true, MaxOutputTokens = 64, OutputTokens = stop == StopCause.OutputCap ? 64 : 20, PromptTokens = 40 };
        return Scorer.Score(response, WireQuestion.Vel, ["Vel", "Brinmoor"], 40, TokenizerGrade.Exact);
    }

    private static async Task<JsonElement> SentAsync(OpenAiFlavor flavor, string name)
    {
        var spec = ModelSpec.Parse($"openai/{name}");
        await using var fake = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = flavor, Models = [new FakeModel { Name = spec.Name }] });
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.BaseUrl));
        await using var model = server.Connect(spec, new OpenAiModel { Flavor = flavor, ContextSource = "" });
        await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        return fake.Requests.Single().Body;
    }
}
