using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Cli;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary><c>haystack plan --calibrate</c> measures by the clock, and so is tested while no other test is run.</summary>
[Collection(AloneTests.Name)]
[Trait("Category", "Slow")]
public sealed class PlanSpeedTests : IDisposable
{
    private static readonly string[] Plan = ["--tokenizer", "tiktoken:o200k_base", "--contexts", "1k,2k", "--documents", "2"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_of_known_speed_is_measured_within_a_fifth()
    {
        // 2,000 prompt tokens a second; forty tokens of a reply in 0.8 s are 50 a second.
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions
        {
            ReadingTime = TimeSpan.FromMilliseconds(0.5),
            ReplyTime = TimeSpan.FromSeconds(0.8),
            Answer = _ => string.Concat(Enumerable.Range(10, 20).Select(i => $" {i}")),
            ReplyTokens = 40,
        });
        var ended = await RunAsync(["plan", "--calibrate", "--model", "openai/test-7b", "--base-url", server.BaseUrl, .. Plan]);
        ended.ExitCode.Should().Be(ExitCodes.Done, ended.Error);
        Figure(ended.Output, "prompt tokens a second").Should().BeInRange(1600, 2400);
        Figure(ended.Output, "tokens of a reply a second").Should().BeInRange(40, 60);
        Figure(ended.Output, "s an answer").Should().BeInRange(0.7, 1.1);

        var json = await RunAsync(["plan", "--calibrate", "--json", "--budget", "1m", "--model", "openai/test-7b", "--base-url", server.BaseUrl, .. Plan]);
        json.ExitCode.Should().Be(ExitCodes.Done, json.Error);
        json.Output.Trim().Split('\n').Should().HaveCount(2).And.OnlyContain(l => l.Contains("\"hours\":0.0", StringComparison.Ordinal) && l.Contains("one at a time measured in", StringComparison.Ordinal));
        json.Error.Should().Contain("into 1 min");
    }

    private static double Figure(string output, string unit) =>
        double.Parse(Regex.Match(output, $@"([\d.,]+) {unit}").Groups[1].Value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);
}
