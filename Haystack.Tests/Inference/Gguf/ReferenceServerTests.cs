using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.InProcess;
using Haystack.Reference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Inference.Gguf;

/// <summary>The reference model without a server: by the engine, and computed in plain code, the same answers.</summary>
public sealed class ReferenceServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_answers_alike_by_the_engine_and_computed_here()
    {
        var text = ReferenceText.Write(ReferenceModel.Compose(new ReferenceOptions()), 500, 3, new Seed(4));
        var questions = text.Questions().ToList();
        foreach (var usesEngine in (bool[])[true, false])
        {
            var options = new ModelServerOptions { ReadVariable = name => name == "HAYSTACK_CACHE" ? _folder["cache"] : null };
            using var readers = new ModelServers(options);
            using var server = new ReferenceServer(readers.For("simulated"), options, usesEngine);
            await using var model = await server.ConnectAsync(ModelSpec.Parse("builtin/reference?ctx=1k"), TestContext.Current.CancellationToken);
            model.Description.Should().Match<ModelDescription>(d => d.Name == "builtin/reference?ctx=1k" && d.MaxContextTokens == 1024 && d.Provider == (usesEngine ? "gguf" : "builtin"));
            for (var i = 0; i < questions.Count; i++)
            {
                var reply = await model.AskAsync(TestRequest.Prompt(questions[i].Prompt), TestRequest.Budget(1024, 32, seconds: 120), TestContext.Current.CancellationToken);
                reply.Content.Should().EndWith(questions[i].Expected);
                reply.Should().Match<ModelResponse>(r => r.Stop == StopCause.Finished && (i == 0 || r.CachedPromptTokens > 0.9 * r.PromptTokens));
            }
        }
    }

    [Fact]
    public async Task It_is_computed_where_the_name_says_so_though_the_engine_is_there()
    {
        var options = new ModelServerOptions();
        using var readers = new ModelServers(options);
        using var server = new ReferenceServer(readers.For("simulated"), options, usesEngine: true);
        await using var model = await server.ConnectAsync(ModelSpec.Parse("builtin/reference?ctx=1k&engine=off"), TestContext.Current.CancellationToken);
        model.Description.Should().Match<ModelDescription>(d => d.Provider == "builtin" && d.Server!.Contains("computed in plain code") && d.MaxContextTokens == 1024);
    }

    [Theory]
    [InlineData("kv=q8_0", "unknown option 'kv' (known: *ctx*engine*)")]
    [InlineData("engine=maybe", "engine=maybe is neither on nor off")]
    public async Task An_option_that_it_does_not_take_is_refused(string option, string message)
    {
        var options = new ModelServerOptions();
        using var readers = new ModelServers(options);
        using var server = new ReferenceServer(readers.For("simulated"), options, usesEngine: false);
        var connect = async () => await server.ConnectAsync(ModelSpec.Parse($"builtin/reference?{option}"), TestContext.Current.CancellationToken);
        await connect.Should().ThrowAsync<HaystackException>().WithMessage($"model 'builtin/reference?{option}': {message}");
    }
}
