using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.Probing;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>Against the Ollama that <c>OLLAMA_HOST</c> names: the smallest chat model that it has.</summary>
[Trait("Category", "Live")]
public sealed class OllamaLiveTests
{
    [Fact]
    public async Task The_smallest_model_counts_as_its_vocabulary_does_and_answers()
    {
        using var server = new OllamaServer(new ModelServerOptions());
        await using var model = await SmallestAsync(server);
        var probe = await TokenizerProbe.RunAsync(model, 4096, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);
        probe.Grade.Should().Be(TokenizerGrade.Verified, probe.Note);
        probe.Load!.ContextTokens.Should().Be(4096);

        const string prompt = "Read the following text. \n\nThe lighthouse keeper is called Vel Ostrin. \n\nWhat is the keeper called? Answer with the name alone.";
        var ask = new AskOptions { NumCtx = 4096, MaxOutputTokens = 1024, Timeout = TimeSpan.FromMinutes(5), Seed = new Seed(1) };
        var response = await model.AskAsync([new ChatMessage(ChatRole.User, prompt)], ask, TestContext.Current.CancellationToken);
        response.Stop.Should().BeOneOf([StopCause.Finished, StopCause.OutputCap], response.Fault);
        response.PromptTokens.Should().Be(probe.TemplateTokens + probe.Tokenizer.Count(prompt));
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_and_not_cut()
    {
        using var server = new OllamaServer(new ModelServerOptions());
        await using var model = await SmallestAsync(server);
        var ask = new AskOptions { NumCtx = 4096, MaxOutputTokens = 16, Timeout = TimeSpan.FromMinutes(5), Seed = new Seed(1) };
        var prompt = string.Concat(Enumerable.Repeat("The boat left the quay before anyone awoke. ", 800));
        var response = await model.AskAsync([new ChatMessage(ChatRole.User, prompt)], ask, TestContext.Current.CancellationToken);
        response.Stop.Should().Be(StopCause.PromptRefused, response.Fault);
    }

    private static async Task<IModelConnection> SmallestAsync(OllamaServer server)
    {
        var chat = await ChatModelsAsync(server);
        var smallest = (await server.Api.ListAsync(TestContext.Current.CancellationToken)).Where(t => chat.Contains(t.Name)).MinBy(t => t.Size ?? long.MaxValue);
        Assert.SkipWhen(smallest is null, $"the Ollama at {server.Api.Address} has no chat model");
        return await server.ConnectAsync(ModelSpec.Parse(smallest.Name), TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<string>> ChatModelsAsync(OllamaServer server)
    {
        try
        {
            return await server.ListAsync(TestContext.Current.CancellationToken);
        }
        catch (HaystackException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}
