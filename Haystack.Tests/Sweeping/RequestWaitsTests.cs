using FluentAssertions;
using Haystack.Planning;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A sweep tells that a request waits, why and for how long, and when the wait is over.</summary>
public sealed class RequestWaitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_wait_that_the_server_asked_for_is_told_and_ends_before_the_answer()
    {
        await using var server = await KillServer.StartAsync();
        server.TurnsAway = "2";
        var options = new SweepOptions
        {
            Models = ["test:7b"],
            Endpoint = server.Endpoint,
            Contexts = [2048],
            Documents = 1,
            Parallel = 1,
            Cache = CacheMode.On,
            OutputDirectory = _folder["run"],
        };
        var events = new List<SweepEvent>();
        await foreach (var happened in Sweep.RunAsync(options, TestContext.Current.CancellationToken, TestContext.Current.CancellationToken))
            events.Add(happened);

        var waits = events.OfType<RequestWaits>().ToArray();
        waits.Should().HaveCount(2).And.OnlyContain(w => w.Model == "test:7b");
        waits[0].Reason.Should().Be("the server's rate limit");
        waits[0].For.Should().BeCloseTo(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(50));
        waits[1].For.Should().BeNull();
        events.IndexOf(waits[1]).Should().BeLessThan(events.FindIndex(e => e is TrialFinished), "the first question was the one that waited");
    }
}
