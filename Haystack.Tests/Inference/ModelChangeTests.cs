using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.Ollama;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>The rows of docs/faults.md on a model that is no longer the one that was begun with.</summary>
public sealed class ModelChangeTests
{
    [Fact]
    public async Task A_model_removed_during_the_sweep_is_a_fault_and_nothing_more_is_asked_of_it()
    {
        await using var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        (await WireAsking.OnceAsync(model)).Stop.Should().Be(StopCause.Finished);
        fake.Remove("test:7b");
        var first = await WireAsking.OnceAsync(model);
        var second = await WireAsking.OnceAsync(model);
        first.Stop.Should().Be(StopCause.Fault);
        first.Fault.Should().Contain("'test:7b' was removed");
        second.Fault.Should().Be(first.Fault);
        fake.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_model_replaced_during_the_sweep_is_another_model()
    {
        var time = new SteppingTime();
        await using var fake = await FakeOllama.StartAsync();
        using var server = new OllamaServer(TestRequest.Options(fake.Endpoint) with { Time = time });
        await using var model = await server.ConnectAsync(ModelSpec.Parse("test:7b"), TestContext.Current.CancellationToken);
        (await WireAsking.OnceAsync(model)).Stop.Should().Be(StopCause.Finished);
        fake.Replace(new FakeModel { Name = "test:7b", Digest = new string('b', 64) });
        time.Skip(TimeSpan.FromSeconds(3));
        var response = await WireAsking.OnceAsync(model);
        response.Stop.Should().Be(StopCause.Fault);
        response.Fault.Should().Contain("replaced").And.Contain("aaaaaaaaaaaa became bbbbbbbbbbbb");
        var check = () => model.CheckUnchangedAsync(TestContext.Current.CancellationToken);
        await check.Should().ThrowAsync<HaystackException>();
    }
}
