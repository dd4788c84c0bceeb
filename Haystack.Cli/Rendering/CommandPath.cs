using System.CommandLine;

namespace Haystack.Cli.Rendering;

/// <summary>What one types to name a command.</summary>
internal static class CommandPath
{
    /// <summary>"haystack corpus list": the command with all that stands before it.</summary>
    public static string Of(Command command) =>
        command is not RootCommand && command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Of(parent)} {command.Name}" : "haystack";
}
