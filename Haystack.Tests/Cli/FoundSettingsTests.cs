using FluentAssertions;
using Haystack.Cli.Settings;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>A settings file that lay in a cloned project, and names that a hostile server lists.</summary>
public sealed class FoundSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Dictionary<string, string> Home => new() { ["XDG_CONFIG_HOME"] = _folder["home"], ["MY_SECRET"] = "a-secret-that-must-not-leave", ["HAYSTACK_DATA"] = _folder["data"] };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("base-url: http://127.0.0.1:9/v1")]
    [InlineData("endpoint: http://127.0.0.1:9")]
    [InlineData("api-key-env: MY_SECRET")]
    [InlineData("corpus: ../outside.txt")]
    [InlineData("corpus: /etc/passwd")]
    [InlineData("corpus: link.txt")]
    [InlineData("corpus: texts")]
    [InlineData("corpus: mine")]
    [InlineData("tokenizer: hf:../outside.txt")]
    [InlineData("out: ../elsewhere")]
    [InlineData("model: openai/gpt-4o")]
    [InlineData("gate:\n  junit: gate.xml")]
    public async Task A_file_that_was_only_found_says_nothing_of_servers_keys_outputs_and_what_is_outside(string setting)
    {
        File.WriteAllText(_folder["outside.txt"], "outside");
        Directory.CreateDirectory(_folder["project"]);
        if (!OperatingSystem.IsWindows())
            Links();
        Directory.CreateDirectory(_folder["data/corpora"]);
        File.WriteAllText(_folder["data/corpora/mine.corpus"], "what the user keeps for himself");
        File.WriteAllText(_folder["project/haystack.yaml"], setting + "\n");
        var ended = await HaystackProcess.RunAsync(_folder["project"], ["plan", "--contexts", "2k"], Home);
        ended.ExitCode.Should().Be(1, ended.Error);
        ended.Error.Should().Contain("was only found here").And.Contain("haystack config trust");
    }

    [Fact]
    public async Task A_file_has_authority_once_it_is_trusted_and_until_it_changes()
    {
        File.WriteAllText(_folder["haystack.yaml"], "model: builtin/oracle\ncontexts: 2k\nout: there\n");
        var trust = await HaystackProcess.RunAsync(_folder.Path, ["config", "trust"], Home);
        trust.ExitCode.Should().Be(0, trust.Error);
        trust.Output.Should().Contain("out: there");
        var plan = await HaystackProcess.RunAsync(_folder.Path, ["plan"], Home);
        plan.ExitCode.Should().Be(0, plan.Error);
        plan.Error.Should().Contain("(trusted): model, contexts, out");
        File.AppendAllText(_folder["haystack.yaml"], "seed: 2\n");
        (await HaystackProcess.RunAsync(_folder.Path, ["plan"], Home)).ExitCode.Should().Be(1);
        var named = await HaystackProcess.RunAsync(_folder.Path, ["plan", "--config", "haystack.yaml"], Home);
        named.ExitCode.Should().Be(0, named.Error);
        named.Error.Should().Contain("(named): model");
    }

    [Fact]
    public async Task Where_things_lie_is_no_option_of_the_same_name()
    {
        string[] plan = ["plan", "--model", "builtin/oracle", "--contexts", "2k", "--documents", "1"];
        var lies = await HaystackProcess.RunAsync(_folder.Path, plan, new Dictionary<string, string>(Home) { ["HAYSTACK_CACHE"] = _folder["cache"] });
        lies.ExitCode.Should().Be(0, lies.Error);
        var set = await HaystackProcess.RunAsync(_folder.Path, plan, new Dictionary<string, string>(Home) { ["HAYSTACK_OPTION_CACHE"] = "sometimes" });
        set.ExitCode.Should().Be(1, set.Error);
        set.Error.Should().Contain("sometimes");
    }

    [Theory]
    [InlineData("corpus", "texts/inner/")]
    [InlineData("corpus", "texts/inner/../../link.txt")]
    [InlineData("tokenizer", "hf:texts")]
    [InlineData("no-worse-than", "base")]
    [InlineData("no-worse-than", "latest")]
    public void Nothing_leads_out_by_links_that_the_project_brought(string name, string value)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Links();
        FoundSettings.Fault(name, value, _folder["project"]).Should().Contain("outside its folder");
    }

    [Fact]
    public void No_file_of_the_project_is_run_as_a_model() => FoundSettings.Fault("model", "qwq:32b, gguf/weights.gguf", _folder.Path).Should().Contain("run as a model");

    [Theory]
    [InlineData("seed", "7")]
    [InlineData("corpus", "prose")]
    [InlineData("corpus", "texts/mine.txt")]
    [InlineData("tokenizer", "tiktoken:o200k_base")]
    [InlineData("model", "qwq:32b")]
    public void What_only_says_what_to_measure_may_stand(string name, string value) =>
        FoundSettings.Fault(name, value, _folder.Path).Should().BeNull();

    [Fact]
    public void An_automatic_key_goes_over_https_only_and_a_named_one_off_this_machine_is_warned_about()
    {
        var options = new ModelServerOptions { BaseUrl = "http://api.openai.com/v1", ReadVariable = _ => "key-key-key-key-key" };
        FluentActions.Invoking(() => new OpenAiAccess(options)).Should().Throw<HaystackException>().WithMessage("*over https only*");
        OpenAiAccess.Given(null, null).Should().Be(("https://api.openai.com/v1", "OPENAI_API_KEY", false));
        OpenAiAccess.Given("http://10.0.0.1/v1", "MINE").Should().Be(("http://10.0.0.1/v1", "MINE", true));
        OpenAiAccess.Given("http://127.0.0.1:8080/v1", "MINE").IsReadableOnTheWay.Should().BeFalse();
        OpenAiAccess.Given("http://10.0.0.1/v1", null).Should().Be(("http://10.0.0.1/v1", null, false));
    }

    [Fact]
    public async Task Names_that_a_server_lists_are_never_commands()
    {
        var tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [.. new[] { "builtin/oracle", "alpha:7b?think=off", "alpha:7b" }.Select(n => new FakeModel { Name = n, Tokenizer = tokenizer, Vocabulary = DerivedVocabulary.Small })],
            Answer = _ => "Answer: nobody knows",
        });
        var sweep = await HaystackProcess.RunAsync(
            _folder.Path, ["sweep", "--endpoint", server.Endpoint, "--contexts", "2k", "--documents", "1", "--arms", "pair", "--out", "run", "--ui", "none"], Home);
        sweep.Error.Should().Contain("alpha:7b?think=off");
        var run = Haystack.Storage.RunReader.Read(_folder["run"]);
        run.Models.Select(m => m.Name).Should().BeEquivalentTo("ollama/builtin/oracle", "alpha:7b");
        run.Trials.Should().NotContain(t => t.Outcome == Haystack.Scoring.Outcome.Correct, "the server was asked, not a reader of this program");
        ModelSpec.Parse("ollama/openai/gpt-oss:20b").ToString().Should().Be("ollama/openai/gpt-oss:20b");
    }

    private void Links()
    {
        File.WriteAllText(_folder["outside.txt"], "outside");
        // The folder is the project's own; what lies in it leads out.
        Directory.CreateDirectory(_folder["project/texts/inner"]);
        Directory.CreateDirectory(_folder["runs"]);
        File.CreateSymbolicLink(_folder["project/link.txt"], _folder["outside.txt"]);
        File.CreateSymbolicLink(_folder["project/texts/inner/notes.md"], _folder["outside.txt"]);
        Directory.CreateSymbolicLink(_folder["project/runs"], _folder["runs"]);
    }

    [Fact]
    public void A_setting_has_no_authority_until_somebody_has_said_that_it_is_harmless()
    {
        string[] where = ["endpoint", "base-url", "api-key-env", "session", "out", "junit", "trx", "badge"];
        foreach (var name in Haystack.Cli.Settings.KnownSettings.Values.Concat(Haystack.Cli.Settings.KnownSettings.Gate).Distinct())
            (Haystack.Cli.Settings.FoundSettings.Fault(name, "1", _folder.Path) is not null).Should().Be(where.Contains(name), name);
        foreach (var name in new[] { "log", "on-finish", "config", "", "Seed" })
            Haystack.Cli.Settings.FoundSettings.Fault(name, "1", _folder.Path).Should().NotBeNull(name);
    }

    /// <summary>Whoever's machine the text goes to, and whoever can read it on the way, is told before it goes.</summary>
    [Theory]
    [InlineData("ollama/x:1b", "http://box.example:11434", "http://box.example:11434 gets no key and text of chronicle", "warning: the text travels over http, readable by everybody on the way")]
    [InlineData("x:1b", "http://192.0.2.7:11434", "http://192.0.2.7:11434 gets no key and text of chronicle", "warning: the text travels over http, readable by everybody on the way")]
    [InlineData(null, "https://box.example", "https://box.example gets no key and text of chronicle")]
    [InlineData("x:1b", "http://127.0.0.1:11434")]
    [InlineData("builtin/oracle", "http://box.example:11434")]
    public void An_Ollama_on_another_machine_is_named_and_warned_about(string? model, string endpoint, params string[] lines) =>
        Haystack.Cli.Rendering.SentNotice.Of(new SweepOptions { Models = model is null ? [] : [model], Endpoint = endpoint }).Should().Equal(lines);
}
