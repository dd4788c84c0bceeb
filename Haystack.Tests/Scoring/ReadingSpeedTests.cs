using FluentAssertions;
using Haystack.Scoring;
using Haystack.Tests.Inference;
using Xunit;

namespace Haystack.Tests.Scoring;

/// <summary>Runs alone: it measures the processor time of the whole process, which is fair on a busy machine too.</summary>
[Collection(AloneTests.Name)]
[Trait("Category", "Slow")]
public sealed class ReadingSpeedTests(ITestOutputHelper output)
{
    [Fact]
    public void A_reply_of_twenty_thousand_characters_is_read_in_a_few_milliseconds()
    {
        var made = MannerSet.Of(isHeld: false).First(c => c.Manner.StartsWith("V|{steps}\\n\\nAnswer", StringComparison.Ordinal));
        var lines = string.Concat(Enumerable.Repeat("The council met again and spoke about the roads; nothing much was decided.\n", 270));
        var chinese = string.Concat(Enumerable.Range(0, 800).Select(i => $"第{i}次会上大家又说起修路的事，{(i % 3 == 0 ? "但是" : "所以")}没有定下什么。{(i % 9 == 8 ? "\n\n" : "")}"))[..20_000];
        foreach (var says in new[] { lines + made.Says, made.Says + "\n\n" + lines, lines + "So that is it.", chinese, chinese + "\n\n" + made.Says })
        {
            var reply = made with { Says = says };
            // Often used expressions go over to the faster engine first.
            Time(() => reply.Score(), 50);
            var took = Time(() => reply.Score(), 50);
            output.WriteLine($"{took.TotalMilliseconds:F1} ms");
            took.Should().BeLessThan(TimeSpan.FromMilliseconds(15), "5 ms in a release build (Haystack.Benchmarks measures it), of which a debug build takes more");
        }
    }

    private static TimeSpan Time(Func<ScoredAnswer> read, int times)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            read().Reading.Should().NotBeEmpty();
        return (Environment.CpuUsage.TotalTime - before) / times;
    }
}
