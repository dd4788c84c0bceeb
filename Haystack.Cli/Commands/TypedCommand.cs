using System.CommandLine;

namespace Haystack.Cli.Commands;

/// <summary>The command as it was typed, for a shell: what is to be typed again.</summary>
internal static class TypedCommand
{
    /// <summary>The line, with what a shell would take apart between quotes.</summary>
    public static string Of(ParseResult parsed) =>
        string.Join(' ', parsed.Tokens.Select(t => ShellText.Quote(t.Value)).Prepend("haystack"));
}
