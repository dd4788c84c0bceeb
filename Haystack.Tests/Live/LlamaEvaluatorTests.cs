using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Haystack.Reference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>The evaluator in plain code and a real llama.cpp, on the same weights and the same prompt.</summary>
[Trait("Category", "Live")]
[Trait("Category", "Slow")]
public sealed class LlamaEvaluatorTests(ITestOutputHelper output) : IDisposable
{
    private const int Told = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Flash attention adds values up in half precision: of logits of 40 that leaves 0.1.
    [Theory]
    [InlineData("off", 0.01)]
    [InlineData("on", 0.2)]
    public async Task They_tokenize_alike_say_the_same_and_their_logits_are_the_same(string flashAttention, double mostApart)
    {
        var model = ReferenceModel.Compose(new ReferenceOptions { Hops = 2, Recency = 1024 });
        OutputFile.Write(_folder["reference.gguf"], model.WriteGguf);
        await using var server = await LlamaServerProcess.StartAsync(_folder["reference.gguf"], 4096, 1, "--flash-attn", flashAttention);
        var text = ReferenceText.Write(model, 1500, 6, new Seed(3));
        var worst = 0.0;
        foreach (var question in text.Questions().Where((_, i) => i % 4 == 0))
        {
            var prompt = model.Tokenizer.Ids(question.Prompt);
            (await PostAsync(server, "tokenize", new JsonObject { ["content"] = question.Prompt })).RootElement.GetProperty("tokens").EnumerateArray().Select(t => t.GetInt32()).Should().Equal(prompt);
            var reading = new ReferenceEvaluator(model).Start();
            reading.ReadPrompt(prompt, TestContext.Current.CancellationToken);
            for (var step = 0; step < 3; step++)
            {
                var told = await ToldAsync(server, reading.Tokens);
                var logits = reading.Logits();
                told[0].Id.Should().Be(reading.Next());
                // What a server tells is relative to the whole: the differences of logits.
                foreach (var (id, logarithm) in told.Skip(1))
                    worst = Math.Max(worst, Math.Abs(told[0].Log - logarithm - (logits[told[0].Id] - logits[id])));
                reading.Read([reading.Next()], TestContext.Current.CancellationToken);
            }

            output.WriteLine($"{question.Expected}: {reading.Text(reading.Tokens.Skip(prompt.Length))}, worst so far {worst:0.0000}");
        }

        worst.Should().BeLessThan(mostApart);
    }

    private static async Task<IReadOnlyList<(int Id, double Log)>> ToldAsync(LlamaServerProcess server, IReadOnlyList<int> tokens)
    {
        using var answer = await PostAsync(server, "completion", new JsonObject
        {
            ["prompt"] = new JsonArray([.. tokens.Select(t => (JsonNode)t)]),
            ["n_predict"] = 1,
            ["temperature"] = 0,
            ["n_probs"] = Told,
        });
        return [.. answer.RootElement.GetProperty("completion_probabilities")[0].GetProperty("top_logprobs").EnumerateArray().Select(p => (p.GetProperty("id").GetInt32(), p.GetProperty("logprob").GetDouble()))];
    }

    private static async Task<JsonDocument> PostAsync(LlamaServerProcess server, string route, JsonObject body)
    {
        using var http = new HttpClient();
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"{server.Root}/{route}"), content, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
