using FluentAssertions;
using Haystack.Analysis;
using Haystack.Scoring;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>How long several servers take, over sockets.</summary>
[Collection(AloneTests.Name)]
public sealed class FleetSpeedTests(ITestOutputHelper output) : FleetSweeps
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Four_servers_of_unequal_speed_of_which_one_dies_lose_no_trial_keep_the_cache_and_take_hardly_more_than_the_ideal()
    {
        int[] milliseconds = [60, 90, 120, 180];
        var servers = new List<FakeOpenAi>();
        foreach (var time in milliseconds)
            servers.Add(await StartAsync(time));
        var dead = servers[1];
        // Of a server that is gone nobody knows the address.
        string[] urls = [.. servers.Select(s => s.BaseUrl)];
        TimeSpan? died = null;
        var run = await SweepAsync("run", 40, urls, finished =>
        {
            // In the middle, with questions under way.
            if (finished != 250)
                return;
            died = _asking.Elapsed;
            _ = dead.DisposeAsync().AsTask();
        });
        var all = run.Trials.Concat(run.ColdTrials).ToArray();
        all.Select(t => t.Key).Should().OnlyHaveUniqueItems();
        run.Trials.Should().HaveCount(40 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);

        // The ideal: each is at work as long as it lives, at the speed that it showed, two questions at a time.
        var speeds = urls.Select(u => 2 / all.Where(t => t.Server == u).Average(t => t.TotalSeconds)).ToArray();
        var until = died!.Value.TotalSeconds;
        var ideal = (all.Length - speeds[1] * until) / (speeds.Sum() - speeds[1]);
        var share = PromptTokenUse.From(run.Trials).ComputedShare!.Value;
        output.WriteLine($"{all.Length} questions in {_asking.Elapsed.TotalSeconds:0.0} s, ideal {ideal:0.0} s ({_asking.Elapsed.TotalSeconds / ideal - 1:+0.0%;-0.0%}); died after {until:0.0} s; a server: {string.Join(", ", servers.Select((s, i) => $"{milliseconds[i]} ms {all.Count(t => t.Server == urls[i])}"))}; computed share {share:P1}");
        foreach (var notice in _notices)
            output.WriteLine(notice);
        // 15% is what a quiet machine is held to (docs/scale-out.md has the figure); this one may have other work.
        (_asking.Elapsed.TotalSeconds / ideal).Should().BeLessThan(1.4);
        share.Should().BeLessThan(1.25 / 26 + 0.05, "documents stay in the cache of their server, but for those that were taken over");
        foreach (var server in servers.Where(s => s != dead))
            await server.DisposeAsync();
    }
}
