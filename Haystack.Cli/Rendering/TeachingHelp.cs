using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Haystack.Cli.Rendering;

/// <summary>A command's help with examples under it: what people copy.</summary>
internal sealed class TeachingHelp(HelpAction inner) : SynchronousCommandLineAction
{
    /// <summary>Whoever asks for help has not named all that the command needs.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = inner.Invoke(parseResult);
        var examples = CommandExamples.Of(CommandPath.Of(parseResult.CommandResult.Command));
        if (examples.Count > 0)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var (line, what) in examples)
                output.WriteLine($"  {line}\n      {what}");
            output.WriteLine();
        }

        return code;
    }
}
