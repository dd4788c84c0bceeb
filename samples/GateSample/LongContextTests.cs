using Haystack;
using Haystack.Gates;
using Xunit;

namespace GateSample;

/// <summary>
/// Gates in a test project of one's own. The readers are built in, so that they run without a server: a model of the local
/// Ollama is named the same way, such as <c>AccuracyGate.For("qwq:32b")</c>.
/// </summary>
public sealed class LongContextTests
{
    [Fact]
    public async Task The_oracle_links_facts_1k_apart() =>
        await AccuracyGate.For("builtin/oracle").WithContext("4k").AtDistance("1k").InFamily("link")
            .RequireAccuracy(0.8).CheckAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_reader_that_sees_512_tokens_does_not_and_the_message_says_so()
    {
        var gate = AccuracyGate.For("builtin/window-512").WithContext("4k").AtDistance("1k").InFamily("link").RequireAccuracy(0.8);
        var failed = await Assert.ThrowsAsync<GateFailedException>(() => gate.CheckAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("gate on builtin/window-512 (no digest), context 4k, distance 1k, family link, run ", failed.Message);
        Assert.Contains("failed: accuracy 0/64 = 0.000, exact 95% bounds 0.0000 and ", failed.Message);
        Assert.Contains("required at least 0.8:", failed.Message);
        Assert.Contains("worst: link en, context 4k, distance 1k: 0/64", failed.Message);
        Assert.Equal(3, failed.Message.Split('\n').Count(l => l.StartsWith("  trial ") && l.Contains(", reply: ")));
        Assert.Contains($"    haystack show {failed.Result.Directory} ", failed.Message);
    }

    [Fact]
    public async Task A_stored_run_is_held_to_thresholds_without_any_model()
    {
        var measured = await AccuracyGate.For("builtin/oracle").WithContext("4k").AtDistance("1k").RequireAccuracy(0.8).DecideAsync(TestContext.Current.CancellationToken);
        AccuracyGate.ForRun(measured.Directory).AtDistance("1k").RequireAccuracy(0.8).Check();
    }
}
