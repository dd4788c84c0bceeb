using System.Text.Json;
using FluentAssertions;
using Haystack.Cli.Commands;
using Haystack.DataSets;
using Haystack.DataSets.Formats;
using Haystack.Inference.Builtin;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Plots;
using Haystack.Preparing;
using Haystack.Reports;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference;
using Haystack.Tests.Inference.Builtin;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>A key is planted everywhere a key may stand, and a server repeats it wherever it can.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Variable = "HAYSTACK_TESTS_PLANTED_KEY";

    // OPENAI_API_KEY too, though nothing here is sent to OpenAI.
    private static readonly Dictionary<string, string> WithKey = new() { [Variable] = Secret.Key, ["OPENAI_API_KEY"] = Secret.Key };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_of_a_key_is_in_the_store_the_events_or_any_export_though_the_server_repeats_it_everywhere()
    {
        Environment.SetEnvironmentVariable(Variable, Secret.Key);
        await using var server = await StartAsync();
        var options = new SweepOptions { Models = ["openai/test-7b"], BaseUrl = server.BaseUrl, ApiKeyVariable = Variable, Contexts = [2048], Documents = 1, Anyway = true, OutputDirectory = _folder["run"] };
        var happened = new List<SweepEvent>();
        await foreach (var one in Sweep.RunAsync(options, CancellationToken.None, TestContext.Current.CancellationToken))
            happened.Add(one);
        Secret.ShouldNotBeIn(string.Join('\n', happened), "events");
        server.Requests.Should().OnlyContain(r => r.Headers["Authorization"] == $"Bearer {Secret.Key}", "the key did go where it belongs");

        var run = RunReader.Read(_folder["run"], withTexts: true);
        run.Trials.Count(t => t.Outcome == Outcome.Failed).Should().BeInRange(3, 12, "the server refuses some, repeating the key");
        run.Trials.Where(t => t.Outcome != Outcome.Failed).Should().OnlyContain(t => t.Response!.StartsWith("You sent Bearer ***. ", StringComparison.Ordinal) && t.Thinking == "The key is ***.");
        run.Trials.Where(t => t.Fault != null).Select(t => t.Fault).Should().OnlyContain(f => f!.Contains("***", StringComparison.Ordinal));
        run.Models[0].Properties.Should().Contain("api_key_variable", Variable);
        ReportSet.Write(run, _folder["run"], new PlotOptions(), TestContext.Current.CancellationToken);
        CsvExport.Write(run, _folder["trials.csv"], TestContext.Current.CancellationToken);
        await ParquetExport.WriteAsync(run, _folder["trials.parquet"], TestContext.Current.CancellationToken);
        (await Secret.ShouldNotBeInFilesAsync(_folder.Path, TestContext.Current.CancellationToken)).Should().BeGreaterThan(8);
    }

    [Fact]
    public async Task Nothing_of_a_key_is_in_a_data_set_of_any_format_or_in_what_models_plan_and_doctor_know()
    {
        Environment.SetEnvironmentVariable(Variable, Secret.Key);
        await using var server = await StartAsync();
        var options = new SweepOptions { Models = ["openai/test-7b"], BaseUrl = server.BaseUrl, ApiKeyVariable = Variable, Contexts = [2048], Documents = 1 };
        await using (var sweep = await new SweepPreparation(options, new SweepEnvironment(), n => Secret.ShouldNotBeIn(n, "a notice")).PrepareAsync(probe: true, TestContext.Current.CancellationToken))
        {
            var data = new DataSet(options, sweep.Models[0].Sets, sweep.Sources, sweep.Models[0].Tokenizer);
            foreach (var format in DataSetFormats.All)
                await data.WriteAsync(DataSetFormats.Parse(format), _folder[format], format == "openai-batch" ? "openai/o3-mini?think=high" : null, TestContext.Current.CancellationToken);
            sweep.Models[0].Row.Properties["identity"].Should().EndWith("(for Bearer ***)", "it was said, and struck out");
            Secret.ShouldNotBeIn(string.Join('\n', PlanCosts.Of(sweep)) + sweep.Models[0].Row + string.Join('\n', sweep.Models[0].Row.Properties) + string.Join('\n', sweep.Manifest), "the plan");
        }

        (await Secret.ShouldNotBeInFilesAsync(_folder.Path, TestContext.Current.CancellationToken)).Should().BeGreaterThanOrEqualTo(DataSetFormats.All.Count());
        var (said, at) = (new StringWriter(), TestRequest.Options(baseUrl: server.BaseUrl) with { ApiKeyVariable = Variable });
        foreach (var json in (bool[])[false, true])
            (await ModelsCommand.ListAsync(at, isNamed: false, json, said, said, TestContext.Current.CancellationToken)).Should().Be(0);
        said.Write(string.Join('\n', await DoctorCommand.LookAsync(at, 32_768, "runs", TestContext.Current.CancellationToken)));
        Secret.ShouldNotBeIn(said.ToString(), "models and doctor");
        said.ToString().Should().Contain("openai/test-7b");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Nothing_of_a_key_is_printed_or_written_by_any_command()
    {
        await using var server = await StartAsync();
        string[] at = ["--base-url", server.BaseUrl, "--api-key-env", Variable];
        string[] small = ["--model", "openai/test-7b", "--contexts", "2k", "--documents", "1", .. at];
        var sweep = await RunAsync(["sweep", "--anyway", .. small, "--out", "run", "--ui", "plain", "--progress-every", "0.001s"]);
        sweep.ExitCode.Should().Be(2, $"the questions that the server refused are asked again by the same command: {sweep.Error}");
        (await RunAsync(["sweep", "--anyway", .. small, "--out", "run", "--ui", "none"])).Error.Should().Contain("***", "what went wrong is said, without the key");
        foreach (var arguments in (string[][])[["plan", .. small], ["models", .. at], ["models", .. at, "--json"], ["doctor", .. at], ["doctor", .. at, "--json"], ["report", "run"], ["report", "run", "--json"], ["report", "run", "--json", "--fit"], ["show", "run"], ["export", "run", "--out", "trials.csv"], ["export", "run", "--out", "trials.parquet"], ["report", "run", "--html", "page.html"], ["report", "run", "--summary", "summary.json"]])
            (await RunAsync(arguments)).ExitCode.Should().Be(0, string.Join(' ', arguments));
        foreach (var format in DataSetFormats.All)
            (await RunAsync(["generate", .. small, "--format", format, "--request-model", "o3-mini?think=low", "--out", $"data-{format}"])).ExitCode.Should().Be(format == "openai-batch" ? 0 : 1, format);
        foreach (var format in DataSetFormats.All)
            (await RunAsync(["generate", .. small, "--format", format, "--out", $"set-{format}"])).ExitCode.Should().Be(0, format);
        (await RunAsync(["generate", .. small])).Output.Should().Contain("\"answer\"");
        (await RunAsync(["generate", .. small, "--count"])).Output.Should().Contain("questions about");
        (await RunAsync(["plan", .. small, "--json"])).ExitCode.Should().BeOneOf(0, 1);
        foreach (var trial in RunReader.Read(_folder["run"]).Trials.GroupBy(t => t.Outcome).Select(g => g.First()))
            await RunAsync(["show", "run", trial.Key]);
        (await Secret.ShouldNotBeInFilesAsync(_folder.Path, TestContext.Current.CancellationToken)).Should().BeGreaterThan(10);

        // Wrong places for a key, each refused without being repeated.
        foreach (var arguments in (string[][])[["--base-url", $"http://user:{Secret.Key}@127.0.0.1:9/v1"], ["--base-url", $"http://127.0.0.1:9/v1?key={Secret.Key}"], ["--endpoint", $"http://user:{Secret.Key}@127.0.0.1:9"], ["--base-url", server.BaseUrl, "--api-key-env", Secret.Key]])
        {
            foreach (var command in (string[][])[["sweep", "--model", arguments[0] == "--endpoint" ? "a:b" : "openai/test-7b", "--out", "other"], ["models"], ["doctor"]])
                await RunAsync([.. command, .. arguments]);
        }

        await RunAsync(["plan", "--contexts", "2k", "--documents", "1"], new() { ["OLLAMA_HOST"] = $"http://user:{Secret.Key}@127.0.0.1:9" });
        await RunAsync(["sweep", "--model", "openai/test-7b", "--base-url", server.BaseUrl, "--api-key-env", Variable, "--out", "other"], new() { [Variable] = "wrong" + Secret.Key });
        Directory.Exists(_folder["other"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("http://user:KEY@127.0.0.1:9")]
    [InlineData("user:KEY@127.0.0.1:9")]
    [InlineData("https://KEY@box.example/path")]
    [InlineData("http://box.example:11434/path?token=KEY")]
    [InlineData("ftp://user:KEY@box.example#KEY")]
    public void An_address_with_a_secret_in_it_is_refused_without_repeating_it(string address)
    {
        var parse = () => OllamaEndpoint.Parse(address.Replace("KEY", Secret.Key, StringComparison.Ordinal));
        Secret.ShouldNotBeIn(parse.Should().Throw<HaystackException>().Which.Message, "the message");
        var create = () => new OpenAiServer(TestRequest.Options(baseUrl: address.Replace("KEY", Secret.Key, StringComparison.Ordinal)));
        Secret.ShouldNotBeIn(create.Should().Throw<HaystackException>().Which.Message, "the message");
    }

    [Fact]
    public void A_key_given_in_place_of_its_variables_name_is_not_repeated()
    {
        var create = () => new OpenAiServer(TestRequest.Options(baseUrl: "http://127.0.0.1:9/v1") with { ApiKeyVariable = Secret.Key, ReadVariable = _ => null });
        Secret.ShouldNotBeIn(create.Should().Throw<HaystackException>().WithMessage("*--api-key-env names*").Which.Message, "the message");
    }

    private static Task<FakeOpenAi> StartAsync()
    {
        var tokenizer = new GptTokenizer();
        var oracle = BuiltinReaders.Create("builtin", "oracle", tokenizer, new Seed(1));
        return FakeOpenAi.StartAsync(new FakeOpenAiOptions
        {
            Flavor = OpenAiFlavor.Vllm,
            Key = Secret.Key,
            Boasts = $" (for Bearer {Secret.Key})",
            Models = [new FakeModel { Name = "test-7b", Tokenizer = tokenizer, ContextLength = 32_768 }],
            Answer = r => new FakeAnswer($"You sent {r.Headers["Authorization"]}. " + oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text, $"The key is {Secret.Key}."),
            Fault = r => r.NumPredict == 1 ? null : (r.Index % 9) switch
            {
                2 => FakeFault.Http(402, $"no credit left for {r.Headers["Authorization"]}"),
                // The line is cut at 300 characters: the cut must not leave the first half of a key.
                5 => FakeFault.Http(422, new string('x', 280) + $" {Secret.Key}"),
                7 => new FakeFault(FakeFaultKind.ErrorLine, Body: $"worker died, headers were {JsonSerializer.Serialize(r.Headers)}"),
                _ => null,
            },
        });
    }

    private async Task<HaystackProcess.Ended> RunAsync(string[] arguments, Dictionary<string, string>? variables = null)
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, arguments, variables ?? WithKey);
        Secret.ShouldNotBeIn(ended.Output + ended.Error, string.Join(' ', arguments.Select(a => a.Replace(Secret.Key, "KEY", StringComparison.Ordinal))));
        return ended;
    }
}
