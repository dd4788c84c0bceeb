using System.CommandLine;
using System.CommandLine.Help;
using Haystack.Cli.Commands;
using Haystack.Cli.Rendering;

namespace Haystack.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        InertWriter.Install();
        return await RunAsync(args).ConfigureAwait(false);
    }

    /// <summary>Runs one command line; tests call it as a user would the program.</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        var parsed = CreateRoot().Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            // One line, not a page of help: the mistake stays in sight.
            var faults = string.Join("; ", parsed.Errors.Select(e => e.Message.TrimEnd('.')).Distinct());
            await Console.Error.WriteLineAsync($"haystack: {TerminalText.CleanLine(faults)}{Suggestion.For(parsed)} (see {CommandPath.Of(parsed.CommandResult.Command)} --help)").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        // Signals are handled where there is work to drain: the first one drains, the second one stops.
        try
        {
            using var volume = ErrorVolume.Set(parsed);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
        }
        catch (HaystackException e)
        {
            // Help and version are printed by the parser itself, where no command catches what a full standard output throws.
            await Console.Error.WriteLineAsync($"haystack: {TerminalText.CleanLine(e.Message)}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
    }

    /// <summary>Every command; a new one is added here.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = Commands();
        foreach (var option in ErrorVolume.Options)
            root.Options.Add(option);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new TeachingHelp((HelpAction)help.Action!);
        return root;
    }

    private static RootCommand Commands() =>
        new("Measures how far apart, in a model's own tokens, two facts can stand before the model stops combining them.")
        {
            SweepCommand.Create(),
            PlanCommand.Create(),
            GenerateCommand.Create(),
            ScoreCommand.Create(),
            RescoreCommand.Create(),
            ReviewCommand.Create(),
            MergeCommand.Create(),
            SlurmCommand.Create(),
            KubernetesCommand.Create(),
            ShowCommand.Create(),
            ReportCommand.Create(),
            PlotCommand.Create(),
            CompareCommand.Create(),
            GateCommand.Create(),
            ExportCommand.Create(),
            RunsCommand.Create(),
            VerifyCommand.Create(),
            CorpusCommand.Create(),
            ModelsCommand.Create(),
            DoctorCommand.Create(),
            ReferenceCommand.Create(),
            ConfigCommand.Create(),
            CompletionCommand.Create(),
            ManCommand.Create(),
        };
}
