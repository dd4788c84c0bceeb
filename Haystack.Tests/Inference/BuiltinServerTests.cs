using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.InProcess;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class BuiltinServerTests
{
    [Fact]
    public async Task A_reader_in_this_process_answers_with_its_prompt_counted()
    {
        using var servers = new ModelServers(TestRequest.Options());
        await using var model = await servers.ConnectAsync(ModelSpec.Parse("builtin/oracle"), TestContext.Current.CancellationToken);
        var response = await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(), TestContext.Current.CancellationToken);
        response.Stop.Should().Be(StopCause.Finished);
        response.Content.Should().Be("oracle");
        response.PromptTokens.Should().Be(4);
    }

    [Fact]
    public async Task Readers_take_no_options()
    {
        using var servers = new ModelServers(TestRequest.Options());
        var connect = () => servers.ConnectAsync(ModelSpec.Parse("builtin/oracle?think=on"), TestContext.Current.CancellationToken);
        (await connect.Should().ThrowAsync<HaystackException>()).WithMessage("*take no options*'think'*");
    }

    [Fact]
    public void A_prompt_counted_from_a_shared_beginning_has_the_same_count()
    {
        var tokenizer = new PieceTokenizer();
        var counter = new PrefixCounter(tokenizer);
        var random = new Seed(3).Stream();
        var document = "";
        for (var i = 0; i < 200; i++)
        {
            if (random.Next(4) == 0)
                document = document[..random.Next(document.Length + 1)];
            document += string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(w => $"word{w}")) + (random.Next(2) == 0 ? ". \n\n" : ". ");
            var prompt = document + "What of " + random.Next(1000) + "?";
            var (tokens, cached) = counter.Count(prompt);
            tokens.Should().Be(tokenizer.Count(prompt));
            cached.Should().BeLessThanOrEqualTo(tokens);
        }
    }
}
