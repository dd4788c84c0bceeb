using System.CommandLine;
using System.Text;
using Haystack.Cli.Rendering;
using Haystack.Cli.Settings;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack config</c>: settings files, what they say and which have authority.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Settings files: make one, check it, show what is set, and which has authority.") { Init(), Check(), Show(), Schema(), Trust() };

    private static Argument<string?> File() => new("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "The settings file (default haystack.yaml)." };

    private static Command Init()
    {
        var file = File();
        var command = new Command("init", "Writes a settings file with every setting explained and none of them set.") { file };
        command.Runs(async (parsed, _) =>
        {
            var path = parsed.GetValue(file) ?? SettingsFile.FileName;
            if (FileKinds.Of(path) != FileKind.None)
                throw new HaystackException($"{path} is there already, and stays as it is");
            OutputFile.Write(path, Encoding.UTF8.GetBytes(SettingsSchema.Template()));
            await Console.Out.WriteLineAsync(TerminalText.CleanLine(path)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var file = File();
        var command = new Command("check", "Reads a settings file as a sweep would, and says what is wrong with it.") { file };
        command.Runs(async (parsed, _) =>
        {
            var path = parsed.GetValue(file) ?? SettingsFile.FileName;
            InputFile.Require(path);
            var sweep = new Command("sweep");
            var options = new SweepSettings(sweep).Read(sweep.Parse(["--config", path]));
            Haystack.Sweeping.SweepValidation.RequireConsistent(options);
            var gate = new Command("gate");
            new GateSettings(gate).RequireReadable(gate.Parse([]), SettingsFile.Load(path));
            await Console.Error.WriteLineAsync(TerminalText.CleanLine($"{path} is in order")).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var config = SettingsFile.Option();
        var command = new Command("show", "Prints what is set outside the command line, and where: environment, then settings file.") { config };
        command.Runs(async (parsed, _) =>
        {
            var set = SettingsFile.Load(parsed.GetValue(config)).Effective().ToList();
            if (set.Count == 0)
                await Console.Error.WriteLineAsync("nothing is set: every command has its defaults").ConfigureAwait(false);
            else
                await Console.Out.WriteAsync(TextTable.Of(["setting", "value", "from"], set.Select(s => (IReadOnlyList<string>)[s.Name, s.Value, s.From]))).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Schema()
    {
        var command = new Command("schema", "Prints the JSON Schema of settings files, for editors.");
        command.Runs(_ =>
        {
            Console.Out.WriteLine(SettingsSchema.Json());
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Trust()
    {
        var file = File();
        var trust = new Command("trust", "Lets a settings file that is found in the working directory name servers, keys, paths and outputs, as long as it stays as it is. Prints what it sets.") { file };
        trust.Runs(async (parsed, _) =>
        {
            foreach (var setting in SettingsFile.Trust(parsed.GetValue(file)))
                await Console.Out.WriteLineAsync(TerminalText.CleanLine(setting)).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("trusted as it is now; a change of the file ends that").ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return trust;
    }
}
