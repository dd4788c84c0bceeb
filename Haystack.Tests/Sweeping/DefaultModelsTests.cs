using FluentAssertions;
using Haystack.Planning;
using Haystack.Preparing;
using Haystack.Sweeping;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What is swept where no model is named: what the server lists.</summary>
public sealed class DefaultModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_listed_name_that_cannot_be_used_is_left_out_with_a_notice_and_the_others_go_on()
    {
        var (models, notices) = await PrepareAsync("bad name:7b", "test:7b", "other:7b");
        models.Should().BeEquivalentTo("test:7b", "other:7b");
        notices.Should().ContainSingle(n => n.StartsWith("leaving out a model that the server lists: 'bad name:7b' is not a model name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_no_name_that_can_be_used_the_built_in_readers_are_swept()
    {
        var (models, notices) = await PrepareAsync("bad name:7b");
        models.Should().StartWith("builtin/oracle");
        notices.Should().Contain(n => n.StartsWith("Ollama has no other chat model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_models_of_the_server_that_is_named_are_swept_and_not_the_built_in_readers()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Models = new("{\"data\":[{\"id\":\"a-7b\",\"max_model_len\":16384},{\"id\":\"text-embedding-3\"},{\"id\":\"b-7b\",\"max_model_len\":16384}]}", "application/json");
        var options = new SweepOptions { BaseUrl = server.Root + "/v1", Contexts = [2048], Documents = 1 };
        await using var sweep = await new SweepPreparation(options, new SweepEnvironment(), _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        sweep.Options.Models.Should().BeEquivalentTo("openai/a-7b", "openai/b-7b");
    }

    [Fact]
    public async Task And_a_named_server_that_lists_none_ends_the_sweep()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Models = new("{\"data\":[]}", "application/json");
        var options = new SweepOptions { BaseUrl = server.Root + "/v1", Contexts = [2048], Documents = 1 };
        var prepare = async () => await new SweepPreparation(options, new SweepEnvironment(), _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        await prepare.Should().ThrowAsync<HaystackException>().WithMessage("*lists no model that answers in text*");
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "contexts")]
    [InlineData(false, "distances")]
    [InlineData(false, "family")]
    public async Task The_reference_stands_beside_the_readers_where_no_length_was_asked_for_and_it_knows_the_questions(bool isThere, string given)
    {
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [] });
        var options = new SweepOptions { Endpoint = server.Endpoint, MaxContextTokens = 16384, Documents = 1 };
        options = given switch
        {
            "contexts" => options with { Contexts = [2048, 8192] },
            "distances" => options with { Distances = [Distance.Parse("4k")] },
            "family" => options with { Families = ["sum"] },
            _ => options,
        };
        await using var sweep = await new SweepPreparation(options, new SweepEnvironment(), _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        sweep.Options.Models.Any(m => m.StartsWith("builtin/reference", StringComparison.Ordinal)).Should().Be(isThere);
        sweep.Options.Models.Should().Contain("builtin/oracle");
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("models")]
    [InlineData("doctor")]
    public async Task An_OLLAMA_HOST_that_is_no_address_is_a_mistake_and_told_in_one_line(string command)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, [command], new Dictionary<string, string> { ["OLLAMA_HOST"] = "http://box:port" });
        ended.ExitCode.Should().Be(1);
        ended.Error.Should().Be("haystack: 'http://box:port' is not the address of a server (--endpoint or OLLAMA_HOST: http://host:port, host:port or host, without user, password or query)\n");
        ended.Output.Should().BeEmpty();
    }

    private static async Task<(IReadOnlyList<string> Models, IReadOnlyList<string> Notices)> PrepareAsync(params string[] listed)
    {
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [.. listed.Select(n => new FakeModel { Name = n })] });
        var notices = new List<string>();
        var options = new SweepOptions { Endpoint = server.Endpoint, Contexts = [2048], Documents = 1 };
        var sweep = await new SweepPreparation(options, new SweepEnvironment(), notices.Add).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        await using var prepared = sweep;
        return (sweep.Options.Models, notices);
    }
}
