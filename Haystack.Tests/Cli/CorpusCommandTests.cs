using System.CommandLine;
using System.Text.Json;
using FluentAssertions;
using Haystack.Cli.Commands;
using Haystack.Corpora;
using Xunit;

namespace Haystack.Tests.Cli;

public sealed class CorpusCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haystack-corpus-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_added_is_listed_and_measured()
    {
        var text = Path.Combine(_folder, "mine.txt");
        File.WriteAllText(text, "One day it rained. The next day it rained again, and the river rose.");

        Run("add", "mine", text).Should().Match<(int Code, string Output, string Error)>(r => r.Code == 0 && r.Output.Length == 0);
        var list = Run("list", "--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        list.Select(row => row.GetProperty("name").GetString()).Should().Equal("chronicle", "report", "minutes", "prose", "noise", "mine");
        list[^1].GetProperty("languages").GetString().Should().Be("en");

        var stats = Run("stats", "mine", "--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        stats.Select(row => row.GetProperty("corpus").GetString()).Should().Equal("mine", "chronicle", "report", "minutes", "prose", "noise");
        stats[0].GetProperty("sentences").GetInt32().Should().Be(2);
        stats[0].GetProperty("words").GetInt32().Should().Be(14);
        stats[0].GetProperty("vocabulary").GetInt32().Should().Be(10);
        Run("stats", "mine").Output.Should().Contain("vocabulary").And.Contain("mine").And.Contain("noise");
    }

    [Fact]
    public void Mistakes_are_one_line_and_exit_code_1()
    {
        var missing = Run("add", "mine", Path.Combine(_folder, "none.txt"));
        missing.Code.Should().Be(1);
        missing.Error.TrimEnd().Should().EndWith("no such file or folder").And.NotContain("\n");
        Run("add", "../mine", _folder).Code.Should().Be(1);
        Run("stats", "nothing").Code.Should().Be(1);
        Directory.Exists(Path.Combine(_folder, "data")).Should().BeFalse();
    }

    [Fact]
    public void Help_names_no_corpus_of_this_machine()
    {
        var text = Path.Combine(_folder, "mine.txt");
        File.WriteAllText(text, "One day it rained.");
        Run("add", "ours", text).Code.Should().Be(0);
        foreach (var command in (string[])["add", "list", "stats", "remove"])
            Help(command).Should().Contain("Usage").And.NotContain("ours");
    }

    private string Help(string command)
    {
        using var output = new StringWriter();
        new RootCommand { CorpusCommand.Create(new ImportedCorpora(Path.Combine(_folder, "data"))) }.Parse(["corpus", command, "--help"]).Invoke(new InvocationConfiguration { Output = output });
        return output.ToString();
    }

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = CorpusCommand.Create(new ImportedCorpora(Path.Combine(_folder, "data")));
        var code = command.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
