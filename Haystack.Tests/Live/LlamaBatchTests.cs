using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Live;

/// <summary>
/// What a real llama-server's batch makes of questions in flight, by its own count: each of its decoding steps advances
/// every reply that it works on. How much longer a step takes with more of them is the machine's; how full it is, ours.
/// </summary>
[Trait("Category", "Live")]
public sealed partial class LlamaBatchTests(ITestOutputHelper output) : IDisposable
{
    private const int Slots = 8;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_real_servers_batch_is_kept_full_so_that_a_step_yields_five_times_the_tokens()
    {
        TinyModel.Write(_folder["tiny.gguf"], new Seed(1), endsAfter: 100);
        var one = await SweepAsync("alone", 1, documents: 3);
        var many = await SweepAsync("together", null, documents: 3 * Slots);
        output.WriteLine($"one after another: {one}; in flight together: {many}");
        one.TokensAStep.Should().BeInRange(0.8, 1.001, "what reading a prompt takes is a step too");
        (many.TokensAStep / one.TokensAStep).Should().BeGreaterThan(5, "{0:0.0} of {1} slots were busy", many.Busy, Slots);
    }

    private async Task<Batching> SweepAsync(string name, int? inFlight, int documents)
    {
        await using var server = await LlamaServerProcess.StartAsync(_folder["tiny.gguf"], 2048, Slots, "--metrics");
        // Replies of this model mean nothing: --anyway. At temperature 1 they differ in length, as those that mean something do.
        var options = new SweepOptions { Models = ["openai/tiny?temperature=1"], Anyway = true, BaseUrl = server.BaseUrl, Contexts = [512], Documents = documents, ChainsPerDocument = 1, MaxOutputTokens = 512, InFlight = inFlight, OutputDirectory = _folder[name] };
        var (before, clock) = (await CountersAsync(server), new Stopwatch());
        await foreach (var happened in Sweep.RunAsync(options, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            if (happened is SweepStarted)
            {
                before = await CountersAsync(server);
                clock.Restart();
            }

            // Of what it says at random the server may refuse a reply to be its own: what is counted here are steps.
            if (happened is SweepFinished { End: not SweepEnd.Complete } ended)
            {
                output.WriteLine($"{name}: {ended.End}, {ended.Finished} of {ended.Trials}: {ended.Reason}");
                ((double)ended.Finished / ended.Trials).Should().BeGreaterThan(0.9, "{0}", ended.Reason);
            }
        }

        var run = RunReader.Read(_folder[name]);
        var after = await CountersAsync(server);
        return new Batching(run.Trials.Count + run.ColdTrials.Count, after.Steps - before.Steps, after.Tokens - before.Tokens, (after.Busy * after.Steps - before.Busy * before.Steps) / (after.Steps - before.Steps), clock.Elapsed.TotalSeconds);
    }

    private static async Task<(double Steps, double Tokens, double Busy)> CountersAsync(LlamaServerProcess server)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"{server.Root}/metrics"), TestContext.Current.CancellationToken);
        double Of(string name) => double.Parse(Counter().Matches(text).Single(m => m.Groups[1].Value == name).Groups[2].Value, CultureInfo.InvariantCulture);
        return (Of("n_decode_total"), Of("tokens_predicted_total"), Of("n_busy_slots_per_decode"));
    }

    [GeneratedRegex(@"^llamacpp:(\w+) ([\d.e+]+)$", RegexOptions.Multiline)]
    private static partial Regex Counter();

    private sealed record Batching(int Trials, double Steps, double Tokens, double Busy, double Seconds)
    {
        public double TokensAStep => Tokens / Steps;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Trials} trials of {Tokens / Trials:0} tokens in {Steps:0} steps ({TokensAStep:0.00} tokens a step, {Busy:0.00} slots busy) and {Seconds:0.0} s");
    }
}
