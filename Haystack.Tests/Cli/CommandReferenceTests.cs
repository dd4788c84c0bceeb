using System.CommandLine;
using System.Text;
using FluentAssertions;
using Haystack.Cli;
using Haystack.Cli.Rendering;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>docs/cli.md is made from the commands themselves, so that it cannot go stale.</summary>
public sealed class CommandReferenceTests
{
    private const string Head = """
        # Commands

        Made from `haystack --help` by a test, which fails when this page and the program differ (it then leaves `docs/cli.received.md`: look, and move it over).

        Human text goes to stderr, data to stdout. Settings: the command line, over the environment (`HAYSTACK_MAX_CTX` for `--max-ctx` and so on; `OLLAMA_HOST`), over `haystack.yaml` in the working directory (`max-ctx: 32k`) or the file that `--config` names. A file that was only found names no server, key, output or path outside its folder until `haystack config trust`; a line on stderr says what comes from it. `NO_COLOR` is honoured.

        Models: `[provider/]name[?option=value&…]`; providers `ollama` (if left out), `openai`, `gguf`, `builtin`, `simulated`. Sizes: `512`, `4k`, `32k`, `1m` (k = 1024).

        | exit code | means |
        |---|---|
        | 0 | done |
        | 1 | wrong usage, or an internal error |
        | 2 | finished, but too many trials are not answers, a model that was named could not be swept or calibrated, nearly nothing that a model said can be read, or the server's cache changes answers |
        | 75 | stopped by a signal, or `--minutes` or `--max-tokens` are spent; every finished trial is safe, and the same command goes on |
        | 100 | a gate failed |

        """;

    [Fact]
    public void The_page_in_docs_says_what_the_program_says()
    {
        var folder = Path.Combine(RepositoryRoot(), "docs");
        var expected = Page();
        var path = Path.Combine(folder, "cli.md");
        if (!File.Exists(path) || File.ReadAllText(path) != expected)
            File.WriteAllText(Path.Combine(folder, "cli.received.md"), expected);
        File.Exists(path).Should().BeTrue();
        File.ReadAllText(path).Should().Be(expected);
    }

    [Fact]
    public void Every_command_and_option_says_what_it_is_for()
    {
        foreach (var command in All(Program.CreateRoot()))
        {
            command.Description.Should().NotBeNullOrWhiteSpace(command.Name);
            foreach (var option in command.Options.Where(o => o is not System.CommandLine.Help.HelpOption and not VersionOption))
                option.Description.Should().NotBeNullOrWhiteSpace($"{command.Name} {option.Name}");
        }
    }

    [Fact]
    public void Every_command_gives_help_to_who_has_named_nothing_else_of_what_it_needs()
    {
        foreach (var command in All(Program.CreateRoot()))
        {
            var parsed = Program.CreateRoot().Parse([.. Words(command), "--help"]);
            parsed.Errors.Should().BeEmpty(CommandPath.Of(command));
            var output = new StringWriter();
            parsed.Invoke(new InvocationConfiguration { Output = output }).Should().Be(0);
            output.ToString().Should().Contain("Usage:").And.Contain(command.Description);
        }
    }

    [Fact]
    public void A_command_within_another_is_named_with_it() =>
        CommandPath.Of(Program.CreateRoot().Parse("corpus list --nope").CommandResult.Command).Should().Be("haystack corpus list");

    private static string Page()
    {
        var page = new StringBuilder(Head);
        foreach (var command in All(Program.CreateRoot()).Skip(1))
        {
            var output = new StringWriter { NewLine = "\n" };
            Program.CreateRoot().Parse([.. Words(command), "--help"]).Invoke(new InvocationConfiguration { Output = output });
            page.Append($"\n## {CommandPath.Of(command)}\n\n```text\n{Tidy(output.ToString())}\n```\n");
        }

        return page.ToString();
    }

    /// <summary>Without the name of the process that ran the test, and without trailing blanks.</summary>
    private static string Tidy(string help) => string.Join('\n', help.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()))
        .Replace(RootCommand.ExecutableName, "haystack", StringComparison.Ordinal).Trim();

    private static IEnumerable<string> Words(Command command) => CommandPath.Of(command).Split(' ').Skip(1);

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Haystack.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
