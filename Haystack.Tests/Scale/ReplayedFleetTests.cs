using FluentAssertions;
using Haystack.Benchmarks.Scale;
using Haystack.Storage;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Sweeping;
using Xunit;

namespace Haystack.Tests.Scale;

/// <summary>The replay of a plan against a sweep that was measured, over sockets, with four servers of which one dies.</summary>
[Collection(AloneTests.Name)]
public sealed class ReplayedFleetTests(ITestOutputHelper output) : FleetSweeps
{
    private const int Documents = 40, Slots = 2, Dying = 1;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_replay_is_as_long_as_the_sweep_that_was_measured_and_gives_each_server_as_many_questions()
    {
        // A busy machine works on other things in the one sweep or in the other: one quiet sweep of three is enough.
        var off = new List<double>();
        while (off.Count < 3 && !off.Any(o => o < 0.1))
            off.Add(await FarthestOffAsync($"run{off.Count}", await BetweenAsync($"one{off.Count}")));
        off.Should().Contain(o => o < 0.1);
    }

    /// <summary>Seconds that this program takes between an answer and the next question, from a sweep with one server beforehand.</summary>
    private async Task<double> BetweenAsync(string name)
    {
        await using var server = await StartAsync(60);
        _asking.Reset();
        var run = await SweepAsync(name, 6, server.BaseUrl);
        var all = run.Trials.Concat(run.ColdTrials).ToArray();
        var one = Server(server.BaseUrl, all, null, 0);
        // All of a question is overhead here, so a replay is as many times longer as that is.
        return one.QuestionSeconds * (_asking.Elapsed.TotalSeconds / Replay.Run([one], DocumentsOf(all), new Seed(1)).Seconds - 1);
    }

    /// <summary>By what share the replay is off a sweep, in its time or in a server's questions, whichever is more.</summary>
    private async Task<double> FarthestOffAsync(string name, double between)
    {
        var servers = new List<FakeOpenAi>();
        foreach (var time in (int[])[60, 90, 120, 180])
            servers.Add(await StartAsync(time));
        string[] urls = [.. servers.Select(s => s.BaseUrl)];
        TimeSpan? died = null;
        _asking.Reset();
        var run = await SweepAsync(name, Documents, urls, finished =>
        {
            if (finished != 250)
                return;
            died = _asking.Elapsed;
            _ = servers[Dying].DisposeAsync().AsTask();
        });
        foreach (var server in servers.Where((_, i) => i != Dying))
            await server.DisposeAsync();

        // What a question takes is what it took, not what the server was told: so the machine's other work is in both.
        var all = run.Trials.Concat(run.ColdTrials).ToArray();
        var replayed = urls.Select((u, i) => Server(u, all.Where(t => t.Server == u).ToArray(), i == Dying ? died : null, between)).ToArray();
        var replay = Replay.Run(replayed, DocumentsOf(all), new Seed(1));
        replay.Trials.Should().Be(all.Length).And.Be(Documents * 26 + run.ColdTrials.Count);

        var measured = _asking.Elapsed.TotalSeconds;
        output.WriteLine($"measured {measured:0.0} s, replayed {replay.Seconds:0.0} s ({replay.Seconds / measured - 1:+0.0%;-0.0%}); between two questions {between * 1000:0} ms; died after {died!.Value.TotalSeconds:0.0} s; {replay.Taken} taken over");
        for (var i = 0; i < urls.Length; i++)
            output.WriteLine($"{replayed[i].QuestionSeconds * 1000:0} ms: measured {all.Count(t => t.Server == urls[i])}, replayed {replay.Servers[i].Trials}");
        // How many the dead one had is settled by the moment of its death, of some dozens: it is told, and weighs by what it had.
        return urls.Select((u, i) => Math.Abs(replay.Servers[i].Trials - all.Count(t => t.Server == u)) / (double)(i == Dying ? all.Length : all.Count(t => t.Server == u)))
            .Append(Math.Abs(replay.Seconds / measured - 1)).Max();
    }

    private static IEnumerable<ReplayDocument> DocumentsOf(IEnumerable<TrialRow> rows) =>
        rows.GroupBy(t => t.DocumentId).OrderByDescending(d => d.Any(t => t.IsCold))
            .Select(d => new ReplayDocument(d.First().ContextTokens, d.Count(t => !t.IsCold), d.Count(t => t.IsCold), 0, 0));

    // Reading takes these servers no time: all of a question is the reply and the way there and back.
    private static ReplayServer Server(string url, TrialRow[] rows, TimeSpan? died, double between) => new()
    {
        Name = url,
        Slots = Slots,
        Together = true,
        QuestionSeconds = rows.Average(t => t.TotalSeconds) + between,
        Dies = died?.TotalSeconds,
        NoticedAfter = 1,
    };
}
