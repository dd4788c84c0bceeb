using FluentAssertions;
using Haystack.Cli.Settings;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Models times settings in a settings file.</summary>
public sealed class ModelMatrixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("matrix:\n  model: qwen3:8b\n", "qwen3:8b")]
    [InlineData("matrix: {model: [a, b], think: [off, on]}", "a?think=off,a?think=on,b?think=off,b?think=on")]
    [InlineData("matrix:\n  think: [off, 2k]\n  num_ctx: [8k, 16k]\n  model: [a]\n", "a?think=off&num_ctx=8k,a?think=off&num_ctx=16k,a?think=2k&num_ctx=8k,a?think=2k&num_ctx=16k")]
    [InlineData("matrix:\n  model: ['llama3.1:8b-instruct-{quantization}', 'x:{quantization}?seed=1']\n  quantization: [q4_K_M, q8_0]\n", "llama3.1:8b-instruct-q4_K_M,llama3.1:8b-instruct-q8_0,x:q4_K_M?seed=1,x:q8_0?seed=1")]
    [InlineData("matrix: {model: a, think: [default, off], temperature: 0.2}", "a?temperature=0.2,a?think=off&temperature=0.2")]
    [InlineData("matrix:\n- {model: a, think: [off, on]}\n- {model: openai/b}\n", "a?think=off,a?think=on,openai/b")]
    public void A_matrix_comes_to_models_in_the_written_order_the_last_setting_changing_fastest(string yaml, string models) =>
        SettingsFile.Read(yaml, "h.yaml").Find("--model").Should().Be(models);

    [Theory]
    [InlineData("matrix: a", "h.yaml: 'matrix' is a map of model and settings to values, or a list of such maps")]
    [InlineData("matrix:", "h.yaml: 'matrix' is a map of model and settings to values, or a list of such maps")]
    [InlineData("matrix: []", "h.yaml: 'matrix' has no model")]
    [InlineData("matrix: {think: off}", "h.yaml: 'matrix' has no 'model', the list of models that the settings are for")]
    [InlineData("matrix: {model: [], think: off}", "h.yaml: 'matrix': 'model' is neither a value nor a list of values")]
    [InlineData("matrix: {model: a, think: {x: y}}", "h.yaml: 'matrix': 'think' is neither a value nor a list of values")]
    [InlineData("matrix: {model: a, think: [off, off]}", "h.yaml: 'matrix': 'think' has a value twice")]
    [InlineData("matrix: {model: 'a,b'}", "h.yaml: 'matrix': 'model' has a value that is empty, or has a comma or a control character in it (3 characters)")]
    [InlineData("matrix: {model: 'a:{quant}', quantization: q4}", "h.yaml: 'matrix' has no setting for {quant} of 'a:{quant}?quantization=q4'")]
    [InlineData("matrix: {model: 'a:{q}', q: default}", "h.yaml: 'matrix' leaves {q} of 'a:{q}' empty: 'default' is for options")]
    [InlineData("matrix: {model: 'a?think=on', think: [off]}", "h.yaml: 'matrix': model 'a?think=on&think=off': option 'think' is given twice")]
    [InlineData("matrix: {model: [a, 'a?think=off'], 'think&x': off}", "h.yaml: 'matrix' has a setting 'think&x', which no model's name can have")]
    [InlineData("matrix:\n- {model: a}\n- {model: ollama/a}\n", "h.yaml: 'matrix' comes to 'a' twice")]
    [InlineData("matrix: {model: a}\nmodel: b", "h.yaml: 'matrix' and 'model' both say which models: keep one")]
    public void What_means_nothing_in_a_matrix_is_refused(string yaml, string says) =>
        FluentActions.Invoking(() => SettingsFile.Read(yaml, "h.yaml")).Should().Throw<HaystackException>().WithMessage(says);

    [Fact]
    public void A_matrix_of_more_models_than_a_run_has_is_refused_before_it_is_made()
    {
        var values = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"v{i}"));
        var yaml = $"matrix: {{model: a, b: [{values}], c: [{values}], d: [{values}], e: [{values}], f: [{values}], g: [{values}]}}";
        FluentActions.Invoking(() => SettingsFile.Read(yaml, "h.yaml")).Should().Throw<HaystackException>().WithMessage("h.yaml: 'matrix' comes to more than 200 models, the most that a run has");
    }

    [Theory]
    [InlineData("matrix: {model: 'a', base_url: ['http://127.0.0.1:1']}", "says where text or a key goes")]
    [InlineData("matrix: {model: 'openai/{name}', name: x}", "names a model of a server that is given a key")]
    [InlineData("matrix: {model: '{p}/x', p: gguf}", "names a file to be run as a model")]
    public void A_matrix_that_was_only_found_has_no_more_authority_than_models_written_out(string yaml, string says) =>
        FluentActions.Invoking(() => SettingsFile.Read(yaml, "h.yaml").RequireHarmless(_folder.Path)).Should().Throw<HaystackException>().WithMessage($"*'matrix' {says}*");

    [Fact]
    public async Task A_matrix_is_checked_shown_swept_and_gives_way_to_the_command_line()
    {
        await File.WriteAllTextAsync(_folder["haystack.yaml"], "matrix:\n  model: ['simulated/{reader}-{place}']\n  reader: [half, flat]\n  place: [0, 1]\ncontexts: 2k\ndocuments: 1\n", TestContext.Current.CancellationToken);
        (await RunAsync("config", "check")).ExitCode.Should().Be(0);
        (await RunAsync("config", "show")).Output.Should().MatchRegex("model +simulated/half-0,simulated/half-1,simulated/flat-0,simulated/flat-1 +haystack.yaml");
        (await RunAsync("plan", "--model", "builtin/oracle")).Output.Should().StartWith("builtin/oracle").And.NotContain("simulated");
    }

    private Task<HaystackProcess.Ended> RunAsync(params string[] arguments) => HaystackProcess.RunAsync(_folder.Path, arguments);
}
