using FluentAssertions;
using Haystack.Cli.Commands;
using Haystack.Inference;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>The completion scripts in the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Bash_completes_commands_options_and_values() => CompletesAsync("bash", """
        source script
        t() {
          COMP_LINE="$1"; COMP_POINT=${#1}; read -ra COMP_WORDS <<< "$1"
          [[ "$1" == *" " ]] && COMP_WORDS+=("")
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _haystack; echo "${COMPREPLY[*]}"
        }
        t "haystack sw"; t "haystack generate --fo"; t "haystack generate --format lm"; t "haystack sweep --families la"; t "haystack sweep --model builtin/or"
        """);

    [Fact]
    [Trait("Category", "Live")]
    public Task Zsh_completes_commands_options_and_values() => CompletesAsync("zsh", """
        compdef() { :; }
        compadd() { shift; for w in "$@"; do [[ "$w" == "${BUFFER##* }"* ]] && print -n -- "$w"; done; print; }
        source script
        t() { BUFFER="$1"; CURSOR=${#BUFFER}; words=(${=1}); _haystack; }
        t "haystack sw"; t "haystack generate --fo"; t "haystack generate --format lm"; t "haystack sweep --families la"; t "haystack sweep --model builtin/or"
        """);

    [Fact]
    [Trait("Category", "Live")]
    public Task Fish_completes_commands_options_and_values() => CompletesAsync("fish", """
        source script
        for line in "haystack sw" "haystack generate --fo" "haystack generate --format lm" "haystack sweep --families la" "haystack sweep --model builtin/or"
          complete -C $line
        end
        """);

    [Fact]
    public async Task Another_shell_is_refused_with_those_that_there_are()
    {
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["completion", "tcsh"]);
        (ended.ExitCode, ended.Error.Trim()).Should().Be((1, "haystack: there is no completion for 'tcsh': bash, zsh, fish"));
    }

    [Fact]
    public async Task Names_of_models_are_those_of_the_server_and_the_built_in_ones_which_need_none()
    {
        await using var fake = await FakeOllama.StartAsync(new FakeOllamaOptions { Models = [new FakeModel { Name = "qwen3:8b" }, new FakeModel { Name = "embed:1", Capabilities = ["embedding"] }] });
        var names = await Task.Run(() => ModelCompletion.Names(new ModelServerOptions { Endpoint = fake.Endpoint }, TimeSpan.FromMinutes(1)), Stop);
        names.Should().Contain(["qwen3:8b", "builtin/oracle"]).And.NotContain("embed:1");
        ModelCompletion.Names(new ModelServerOptions { Endpoint = "http://127.0.0.1:9" }, TimeSpan.FromMinutes(1)).Should().Contain("builtin/oracle");
    }

    private async Task CompletesAsync(string shell, string test)
    {
        Assert.SkipUnless(ExternalTool.IsThere(shell), $"run .ci/install-conformance first: needs {shell}");
        var ended = await HaystackProcess.RunAsync(_folder.Path, ["completion", shell]);
        ended.ExitCode.Should().Be(0, ended.Error);
        await File.WriteAllTextAsync(_folder["script"], ended.Output, Stop);
        await File.WriteAllTextAsync(_folder["test"], test, Stop);
        await File.WriteAllTextAsync(_folder["haystack"], $"#!/bin/sh\nexec dotnet '{HaystackProcess.Program}' \"$@\"\n", Stop);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["haystack"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var output = await ExternalTool.RunAsync("sh", ["-c", $"cd '{_folder.Path}' && PATH=\"$PWD:$PATH\" exec {shell} ./test"], "", Stop);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal("sweep", "--format", "lm-eval", "latent", "builtin/oracle");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
