using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Cli;
using Haystack.Cli.Rendering;
using Xunit;

namespace Haystack.Tests.Pages;

/// <summary>
/// Every command line of the documentation, in a block or between backticks, is one that the program takes. What they do is
/// seen by .ci/walk, which runs them.
/// </summary>
public sealed partial class CommandsOnPagesTests
{
    [Fact]
    public void Every_command_on_every_page_is_one_that_the_program_takes()
    {
        var commands = Commands().ToArray();
        commands.Length.Should().BeGreaterThan(80);
        commands.Select(c => c.Where.Split(':')[0]).Distinct().Should().Contain(["README.md", "docs/gates.md", "docs/exchange.md", "docs/pipelines.md", "plots/README.md"]);
        var refused = commands
            .Select(c => (c.Where, c.Text, Errors: string.Join("; ", Errors(c.Text, c.IsWhole))))
            .Where(c => c.Errors.Length > 0)
            .Select(c => $"{c.Where}: haystack {c.Text}: {c.Errors}");
        refused.Should().BeEmpty();
    }

    [Theory]
    [InlineData("plan  --max-ctx 32k --budget 2h   # what fits", "plan|--max-ctx|32k|--budget|2h")]
    [InlineData("corpus add NAME PATH… [--language en|zh]", "corpus|add|NAME|PATH|--language|en")]
    [InlineData("sweep --model 'openai/x?a=b&c=d' --on-finish 'echo $A'", "sweep|--model|openai/x?a=b&c=d|--on-finish|echo $A")]
    [InlineData("man > haystack.1", "man")]
    [InlineData("gate --model qwq:32b …", "gate|--model|qwq:32b")]
    public void A_line_is_read_as_a_shell_and_a_reader_do(string line, string words) => string.Join('|', Words(line)).Should().Be(words);

    /// <summary>In the midst of a sentence a command and an option are named without what they need; they need only be there.</summary>
    private static IEnumerable<string> Errors(string text, bool isWhole) => Program.CreateRoot().Parse(Words(text)).Errors
        .Where(e => isWhole || !e.Message.Contains("equired", StringComparison.Ordinal)).Select(e => e.Message);

    private static IEnumerable<(string Where, string Text, bool IsWhole)> Commands()
    {
        foreach (var block in DocumentationPages.Blocks.Where(b => b.Language is not "csharp" and not "python"))
        {
            var lines = block.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                // Usage lines of docs/cli.md say no values; CommandReferenceTests make them from the program.
                foreach (Match match in InLine().Matches(lines[i]).Where(m => !m.Value.EndsWith("[options]", StringComparison.Ordinal)))
                    yield return ($"{block.Page}:{block.Line + i}", match.Groups[1].Value, true);
            }
        }

        // Those under a command's help; the ones of the program's own help stand on no page.
        foreach (var line in CommandExamples.Lines)
            yield return ("help", line["haystack ".Length..], true);
        foreach (var (path, lines) in DocumentationPages.All)
        {
            for (var i = 0; i < lines.Length; i++)
            {
                foreach (Match span in BetweenBackticks().Matches(lines[i]))
                {
                    foreach (Match match in InLine().Matches(span.Groups[1].Value))
                        yield return ($"{path}:{i + 1}", match.Groups[1].Value, false);
                }
            }
        }
    }

    /// <summary>The words that the program is given: without comment, redirection and the marks that stand for "may be left out" and "and so on".</summary>
    private static string[] Words(string line)
    {
        var words = new List<string>();
        var (word, quote, inWord) = (new StringBuilder(), '\0', false);
        foreach (var c in line + ' ')
        {
            if (quote == '\0' && c is '#' or '>' or '<' && !inWord)
                break;
            if (quote != '\0' ? c == quote : c is '\'' or '"')
                (quote, inWord) = (quote == '\0' ? c : '\0', true);
            else if (quote == '\0' && c == ' ')
                End();
            else
                (_, inWord) = (word.Append(c), true);
        }

        return [.. words];

        void End()
        {
            var text = word.ToString();
            var isQuoted = text.Contains(' ', StringComparison.Ordinal);
            // Usage lines: [--option], en|zh, <WORD>, RUN… and [command].
            text = isQuoted ? text : text.Trim('[', ']', '<', '>').TrimEnd('…', '.').TrimEnd(']').Split('|')[0];
            if (inWord && text.Length > 0 && text is not ("options" or "command" or "…"))
                words.Add(text);
            word.Clear();
            inWord = false;
        }
    }

    // At the beginning of a line, of a step of a pipeline, or of what a shell runs within another command.
    [GeneratedRegex(@"(?:^\s*(?:- |- run: |\$ )?|[|;&(]\s*|-- )haystack ((?:'[^']*'|""[^""]*""|\|(?! )|[^`|)])*)")]
    private static partial Regex InLine();

    [GeneratedRegex("`([^`]*haystack [^`]*)`")]
    private static partial Regex BetweenBackticks();
}
