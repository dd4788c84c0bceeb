using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using Haystack.Tests.Inference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>The program killed outright at random moments, gone on with, and killed again, until its run is whole.</summary>
[Collection(AloneTests.Name)]
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Sides = 2;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public Task Two_hundred_kills_at_random_moments_lose_no_acknowledged_trial() => KillAsync(200);

    private async Task KillAsync(int kills)
    {
        var (clock, killed) = (Stopwatch.StartNew(), 0);
        var tallies = await Task.WhenAll(Enumerable.Range(0, Sides).Select(side => Task.Run(async () =>
        {
            // Each side has a server of its own, so that both may count what they were asked.
            await using var server = await KillServer.StartAsync();
            var tally = new KillTally();
            for (var run = side; Volatile.Read(ref killed) < kills; run += Sides)
            {
                var victim = new KilledSweep(server, _folder[string.Create(CultureInfo.InvariantCulture, $"run{run}")], new Seed(2026).Derive("kill", run), parallel: 1 + (run & 1));
                while (Volatile.Read(ref killed) < kills && !victim.IsWhole && await victim.KillOnceAsync(tally))
                    Interlocked.Increment(ref killed);

                await victim.FinishAsync(tally);
            }

            return tally;
        })));
        var all = tallies.Aggregate((a, b) => a + b);
        output.WriteLine($"{all.Kills} kills ({all.BeforeStore} before there was a store, {all.AfterLast} after the last answer) in {all.Runs} runs, {clock.Elapsed.TotalSeconds:0} s; {all.Acknowledged} trials acknowledged by killed processes, {all.AskedTwice} asked again of those that were not");
        all.Kills.Should().BeGreaterThanOrEqualTo(kills);
        all.Acknowledged.Should().BeGreaterThan(kills, "the kills must hit while trials are acknowledged");
        all.BeforeStore.Should().BePositive();
    }
}
