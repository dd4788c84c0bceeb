using FluentAssertions;
using Haystack.Cli;
using Haystack.Cli.Settings;
using Haystack.Plots;
using Haystack.Reports;
using Haystack.Storage;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>One thing goes by one name, in one wording and with one meaning, whichever command it is met in.</summary>
public sealed class OneWayTests : IDisposable
{
    /// <summary>Nobody listens at the discard port.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Singular_and_plural_are_one_name_on_every_command()
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var command in All(Program.CreateRoot()))
        {
            foreach (var option in command.Options.Where(o => OptionNames.Others(o.Name).Length > 0))
            {
                met.Add(option.Name);
                option.Aliases.Prepend(option.Name).Should().Contain(OptionNames.Others(option.Name), $"{command.Name} {option.Name}");
            }
        }

        met.Should().Contain(["--contexts", "--with-context", "--at-distance", "--distances", "--families", "--arms", "--language"]);
    }

    [Fact]
    public async Task A_length_of_the_ladder_goes_by_the_name_that_it_was_asked_for_with()
    {
        (await RunAsync("sweep --model builtin/oracle --max-ctx 8k --documents 8 --chains-per-document 4 --out run")).ExitCode.Should().Be(ExitCodes.Done);
        RunReader.Read(_folder["run"]).Trials.Max(t => t.ContextTokens).Should().BeLessThan(8192, "the reply needs room");
        foreach (var option in new[] { "--with-context", "--context", "--contexts" })
        {
            var gate = await RunAsync($"gate run --min-accuracy 0.5 {option} 8k");
            gate.ExitCode.Should().Be(ExitCodes.Done, gate.Error);
            gate.Output.Should().Contain("context 7k").And.NotContain("context 2k");
        }

        (await RunAsync("gate run --min-accuracy 0.5 --context 9k")).Error.Should().Contain("no context length 9k").And.Contain("2k");
    }

    [Fact]
    public async Task Runs_are_completed_by_name()
    {
        (await RunAsync("sweep --model builtin/oracle --contexts 1k --documents 1 --out runs/alpha-1")).ExitCode.Should().Be(ExitCodes.Done);
        foreach (var command in new[] { "show", "report", "plot", "gate", "export" })
        {
            var line = $"haystack {command} al";
            var ended = await HaystackProcess.RunAsync(_folder.Path, [$"[suggest:{line.Length}]", line]);
            ended.Output.Split('\n')[0].Trim().Should().Be("alpha-1", command);
        }
    }

    [Fact]
    public async Task A_server_that_is_named_and_not_there_is_an_error_of_every_command_that_asks_one()
    {
        foreach (var line in new[]
        {
            $"sweep --endpoint {Nowhere} --out run", $"sweep --model q:1 --endpoint {Nowhere} --out run", $"sweep --base-url {Nowhere}/v1 --out run",
            $"plan --endpoint {Nowhere}", $"plan --model q:1 --endpoint {Nowhere}", $"models --endpoint {Nowhere}", $"models --base-url {Nowhere}/v1",
            $"doctor --endpoint {Nowhere}", $"doctor --base-url {Nowhere}/v1", $"generate --model q:1 --endpoint {Nowhere} --out set.jsonl",
        })
        {
            var ended = await RunAsync(line);
            ended.ExitCode.Should().NotBe(ExitCodes.Done, line);
            (ended.Error + ended.Output).Should().Contain("127.0.0.1:9", line);
        }

        Directory.Exists(_folder["run"]).Should().BeFalse();
    }

    [Fact]
    public async Task An_Ollama_and_a_vLLM_are_merged_and_drawn_together_and_a_prompt_is_made_again_without_either()
    {
        string key;
        await using (var ollama = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "alpha:7b", Tokenizer = TokenizerSpec.Load("tiktoken:o200k_base") }] }))
        await using (var vllm = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Models = [new FakeModel { Name = "beta-7b", ContextLength = 32_768, Tokenizer = TokenizerSpec.Load("tiktoken:cl100k_base") }] }))
        {
            const string Plan = "--contexts 1k --documents 1 --arms pair,first --cache on --anyway --ui none";
            await RunAsync($"sweep --model alpha:7b?tokenizer=tiktoken:o200k_base --endpoint {ollama.Endpoint} {Plan} --out a");
            await RunAsync($"sweep --model openai/beta-7b?tokenizer=tiktoken:cl100k_base --base-url {vllm.BaseUrl} {Plan} --out b");
            (await RunAsync("merge a b --out all")).ExitCode.Should().Be(ExitCodes.Done);
            key = RunReader.Read(_folder["b"]).Trials[0].Key;
        }

        var all = RunReader.Read(_folder["all"]);
        all.Models.Select(m => m.TokenizerSource).Should().BeEquivalentTo("tiktoken:o200k_base", "tiktoken:cl100k_base");
        all.Trials.GroupBy(t => t.Model).Should().HaveCount(2);
        (await RunAsync("plot all --out drawn")).Error.Should().NotContain("haystack:");
        File.Exists(_folder["drawn/side-by-side.png"]).Should().BeTrue();

        var shown = await RunAsync($"show b {key} --full");
        shown.ExitCode.Should().Be(ExitCodes.Done, shown.Error);
        shown.Error.Should().NotContain("cannot be made again");
        var trial = RunReader.Read(_folder["b"], withTexts: true).Trials.Single(t => t.Key == key);
        shown.Output.Should().Contain(trial.Question).And.Contain(trial.Response!);
        shown.Output.Length.Should().BeGreaterThan(3000, "the whole prompt is there");
    }

    [Fact]
    public void A_fall_that_is_not_established_is_said_in_the_same_words_in_table_page_and_legend()
    {
        var run = SampleRuns.Typical;
        var figures = RunFigures.Of(run);
        var words = run.Models.Select(m => DistanceText.D50(figures.Fits.GetValueOrDefault(m.Name), m)).ToArray();
        words.Should().Contain(w => w.Contains("not established", StringComparison.Ordinal), "else this tests nothing");
        HtmlReport.Write(run, _folder["page.html"], TestContext.Current.CancellationToken);
        var page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(_folder["page.html"]));
        var legend = System.Net.WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(PlotSet.Pictures(figures, new PlotOptions { Format = PlotFormat.Svg }).First().Draw()));
        var table = System.Net.WebUtility.HtmlDecode(MarkdownReport.Of(run));
        foreach (var word in words.Where(w => w.Contains("established", StringComparison.Ordinal)))
        {
            page.Should().Contain(word);
            legend.Should().Contain(word);
            table.Should().Contain(word);
        }
    }

    private static IEnumerable<System.CommandLine.Command> All(System.CommandLine.Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private Task<HaystackProcess.Ended> RunAsync(string line) => HaystackProcess.RunAsync(_folder.Path, line.Split(' '));
}
