using System.CommandLine;
using System.Text;
using Haystack.Cli.Rendering;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack man</c>: the man page, made from the commands themselves.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var command = new Command("man", "Prints the man page: every command and option.");
        command.Runs(parsed =>
        {
            Console.Out.WriteLine(Page(parsed.RootCommandResult.Command));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The page in roff.</summary>
    public static string Page(Command root)
    {
        var page = new StringBuilder(".TH HAYSTACK 1\n.SH NAME\nhaystack \\- long-context recall stress tester\n.SH SYNOPSIS\n.B haystack\n.I command\n[options]\n");
        page.Append(".SH DESCRIPTION\n").Append(Text(root.Description)).Append('\n').Append(".SH COMMANDS\n");
        foreach (var command in root.Subcommands)
            Append(page, $"haystack {command.Name}", command);
        page.Append(".SH EXIT STATUS\n0 done; 1 wrong usage, or an internal error; 2 finished, but too many trials are not answers, or a gate is undecided; 75 stopped by a signal or a spent budget, the same command goes on; 100 a gate failed.\n");
        return page.Append(".SH SEE ALSO\ndocs/cli.md, docs/method.md").ToString();
    }

    private static void Append(StringBuilder page, string name, Command command)
    {
        var arguments = string.Concat(command.Arguments.Select(a => $" [{a.HelpName ?? a.Name}]"));
        page.Append($".SS {Text(name + arguments)}\n{Text(command.Description)}\n");
        foreach (var option in command.Options.Where(o => !o.Hidden))
            page.Append($".TP\n.B {Text(string.Join(", ", option.Aliases.Prepend(option.Name)))}{(option.HelpName is { } value ? " " + Text(value) : "")}\n{Text(option.Description)}\n");
        foreach (var (line, what) in CommandExamples.Of(CommandPath.Of(command)))
            page.Append($".PP\n{Text(what)}\n.br\n.B {Text(line)}\n");
        foreach (var sub in command.Subcommands)
            Append(page, $"{name} {sub.Name}", sub);
    }

    // A line that begins with a dot or an apostrophe would be a request; a backslash begins an escape, a hyphen is to be typed.
    private static string Text(string? text)
    {
        var line = (text ?? "").ReplaceLineEndings(" ").Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return line is ['.' or '\'', ..] ? "\\&" + line : line;
    }
}
