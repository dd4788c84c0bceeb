using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Preparing;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What a server lists, and what is made of it.</summary>
public sealed class ModelListTests
{
    [Theory]
    [InlineData("{\"data\":[{\"id\":\"a-7b\"},{\"id\":\"text-embedding-3-small\"},{\"id\":\"tts-1\"},{\"id\":\"whisper-large-v3\"},{\"id\":\"BAAI/bge-m3\"},{\"id\":\"jina-reranker-v2\"},{\"id\":\"gpt-image-1\"},{\"id\":\"dall-e-3\"},{\"id\":\"omni-moderation-latest\"}]}")]
    [InlineData("[{\"id\":\"a-7b\",\"type\":\"chat\"},{\"id\":\"x\",\"type\":\"embedding\"},{\"id\":\"y\",\"type\":\"image\"},{\"id\":\"z\",\"type\":\"rerank\"}]")]
    [InlineData("{\"models\":[{\"name\":\"a-7b\"}]}")]
    [InlineData("[\"a-7b\"]")]
    [InlineData("{\"data\":[{\"id\":\"a-7b\",\"capabilities\":{\"completion_chat\":true}},{\"id\":\"y\",\"capabilities\":{\"completion_chat\":false}},{\"id\":null},7,null]}")]
    [InlineData("{\"data\":[{\"id\":\"a-7b\",\"architecture\":{\"output_modalities\":[\"text\"]}},{\"id\":\"p\",\"architecture\":{\"output_modalities\":[\"image\"]}}]}")]
    [InlineData("{\"data\":{\"models\":[{\"id\":\"a-7b\"},{\"id\":\"sentence-transformers/all-mpnet-base-v2\"},{\"id\":\"meta/llama-guard-3-8b\"},{\"id\":\"wan2.1-t2v-14b\"},{\"id\":\"voyage-3\"},{\"id\":\"answerdotai/ModernBERT-base\"}]}}")]
    [InlineData("{\"data\":[{\"id\":\"a-7b\",\"mode\":\"chat\"},{\"id\":\"x\",\"mode\":\"embedding\"},{\"id\":\"y\",\"supported_endpoints\":[\"/v1/embeddings\"]},{\"id\":\"z\",\"supportedGenerationMethods\":[\"embedContent\"]},{\"id\":\"w\",\"architecture\":{\"modality\":\"text->image\"}}]}")]
    [InlineData("{\"data\":[{\"id\":\"a-7b\",\"architecture\":{\"modality\":\"text+image->text\"},\"supported_endpoints\":[\"/v1/chat/completions\",\"/v1/embeddings\"],\"capabilities\":[\"vision\",\"tools\"]}]}")]
    public async Task Only_what_answers_in_text_is_listed(string models)
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Models = new ScriptedReply(models, "application/json");
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: $"{fake.Root}/v1"));
        (await server.ListAsync(TestContext.Current.CancellationToken)).Should().Equal("openai/a-7b");
    }

    [Fact]
    public async Task What_a_provider_takes_bounds_the_context_and_another_entrys_owner_says_nothing()
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Models = new ScriptedReply("{\"data\":[{\"id\":\"x\",\"owned_by\":\"vllm\"},{\"id\":\"org/a-7b\",\"owned_by\":\"org\",\"context_length\":131072,\"top_provider\":{\"context_length\":32768}}]}", "application/json");
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: $"{fake.Root}/v1"));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/org/a-7b"), TestContext.Current.CancellationToken);
        (model.Description.MaxContextTokens, model.Description.Server).Should().Be((32_768, "Other"));
    }

    [Theory]
    [InlineData("openai/gpt-oss-x:20b", "ollama/openai/gpt-oss-x:20b")]
    [InlineData("builtin/oracle", "ollama/builtin/oracle")]
    [InlineData("library/qwen3:8b", "library/qwen3:8b")]
    public async Task A_model_in_a_namespace_is_the_Ollamas_that_lists_it(string tag, string name)
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Tags = new ScriptedReply($"{{\"models\":[{{\"name\":\"{tag}\",\"digest\":\"abc\"}}]}}", "application/json");
        using var server = new OllamaServer(TestRequest.Options(fake.Root));
        (await server.ListAsync(TestContext.Current.CancellationToken)).Should().Equal(name);
        var spec = ModelSpec.Parse(name);
        (spec.Provider, spec.Name, spec.ToString()).Should().Be(("ollama", tag, name));
        await using var model = await server.ConnectAsync(spec, TestContext.Current.CancellationToken);
        model.Description.Name.Should().Be(name);
    }

    [Theory]
    [InlineData("{\"models\":[{\"name\":\"a:7b\"},{\"name\":\"a:7b\"},null,7,{\"model\":\"b:7b\"}]}", "a:7b,b:7b")]
    [InlineData("[{\"name\":\"a:7b\"}]", "a:7b")]
    [InlineData("{\"models\":[\"a:7b\"]}", "a:7b")]
    [InlineData("{\"models\":null}", "")]
    [InlineData("{\"models\":[{\"name\":\"a:120b-cloud\"},{\"name\":\"b:cloud\"},{\"name\":\"c:7b\",\"remote_host\":\"https://ollama.com\"},{\"name\":\"cloudy:7b\"}]}", "cloudy:7b")]
    [InlineData("{\"object\":\"list\",\"data\":[{\"id\":\"a:7b\"}]}", null)]
    [InlineData("{\"models\":{\"a:7b\":{}}}", null)]
    [InlineData("\"ok\"", null)]
    public async Task An_Ollamas_list_is_read_from_each_shape_or_said_to_be_none(string tags, string? names)
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Tags = new ScriptedReply(tags, "application/json");
        using var server = new OllamaServer(TestRequest.Options(fake.Root));
        var list = () => server.ListAsync(TestContext.Current.CancellationToken);
        if (names is null)
            await list.Should().ThrowAsync<HaystackException>().WithMessage("what answers at * is no Ollama: its answer to api/tags lists no models*");
        else
            (await list()).Should().Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("registry.ollama.ai/library/qwen3:8b", "qwen3:8b")]
    [InlineData("Qwen3:8B", "qwen3:8b")]
    [InlineData("library/qwen3", "qwen3:latest")]
    public void Names_mean_what_Ollama_means_by_them(string asked, string tag)
    {
        new OllamaTag { Name = tag }.IsCalled(asked).Should().BeTrue();
        new OllamaTag { Name = tag }.IsCalled("qwen3:4b").Should().BeFalse();
        new OllamaTag { Name = tag }.IsCalled($"other/{tag}").Should().BeFalse();
    }

    [Theory]
    [InlineData(404, "{\"error\":\"model not found\"}")]
    [InlineData(500, "{\"error\":\"boom\"}")]
    [InlineData(200, "<html>")]
    public async Task One_broken_model_is_left_out_and_the_others_are_swept(int status, string body)
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Tags = new ScriptedReply("{\"models\":[{\"name\":\"broken:7b\",\"digest\":\"a\"},{\"name\":\"test:7b\",\"digest\":\"b\"}]}", "application/json");
        var well = fake.Show;
        fake.Show = name => name == "broken:7b" ? new ScriptedReply(body, "application/json", status) : well(name);
        var notices = new List<string>();
        var options = new SweepOptions { Endpoint = fake.Root, Contexts = [2048], Documents = 1 };
        await using var sweep = await new SweepPreparation(options, new SweepEnvironment(), notices.Add).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        sweep.Options.Models.Should().Equal("test:7b");
        notices.Should().Contain(n => n.StartsWith("leaving out broken:7b", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "{\"error\":\"unauthorized\"}", "application/json", "*HTTP 401*")]
    [InlineData(200, "<html><title>Log in</title>", "text/html", "*no Ollama*")]
    public async Task Who_refuses_at_the_named_address_is_no_reason_to_sweep_something_else(int status, string body, string type, string fault)
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Tags = new ScriptedReply(body, type, status);
        using var folder = new Storage.TemporaryFolder();
        var ended = await Cli.HaystackProcess.RunAsync(folder.Path, ["sweep", "--contexts", "2k", "--documents", "1", "--dry-run"], new Dictionary<string, string> { ["OLLAMA_HOST"] = fake.Root });
        ended.ExitCode.Should().Be(1);
        ended.Error.Should().Match(fault);
    }

    [Fact]
    public async Task A_server_that_still_loads_its_model_is_waited_for()
    {
        await using var fake = await ScriptedServer.StartAsync();
        var (loaded, loading) = (fake.Models, new ScriptedReply("{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}", "application/json", 503));
        fake.Models = loading;
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: $"{fake.Root}/v1"));
        var connecting = server.ListAsync(TestContext.Current.CancellationToken);
        await Task.Delay(700, TestContext.Current.CancellationToken);
        connecting.IsCompleted.Should().BeFalse();
        fake.Models = loaded;
        (await connecting).Should().Equal("openai/test-7b");
    }
}
