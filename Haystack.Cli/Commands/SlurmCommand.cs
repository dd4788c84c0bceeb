using System.CommandLine;
using Haystack.Cli.Scheduling;
using Haystack.Cli.Settings;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack slurm</c>: a sweep as a Slurm array.</summary>
internal static class SlurmCommand
{
    public static Command Create()
    {
        var command = new Command("slurm", "Writes the scripts that run a sweep as a Slurm array, a shard a task, with a job that merges. Asks no server. `submit.sh` sends them.");
        var settings = new SweepSettings(command);
        var shards = new Option<int>("--shards") { HelpName = "N", Description = "How many shards, each a task of the array.", Required = true };
        var write = new Option<string>("--write") { HelpName = "FOLDER", Description = "Where to write the scripts.", Required = true };
        var server = new Option<string?>("--serve") { HelpName = "LINE", Description = "The shell line that starts the inference server in each task, such as \"llama-server -m model.gguf --port {port}\"; {port} is a free port, and may stand in --base-url and --endpoint too." };
        var program = new Option<string>("--program") { HelpName = "PATH", Description = "The haystack program on the nodes.", DefaultValueFactory = _ => "haystack" };
        var before = new Option<int>("--seconds-before") { HelpName = "N", Description = "How long before the time limit the questions under way are finished: the longest reply.", DefaultValueFactory = _ => 600 };
        var directives = new Option<string[]>("--sbatch") { HelpName = "OPTION", Description = "An option for sbatch, such as --sbatch=--gres=gpu:1 or --sbatch=--time=12:00:00; repeatable." };
        foreach (var option in new Option[] { shards, write, server, program, before, directives })
            command.Add(option);
        command.Runs(async (parsed, _) =>
        {
            var options = settings.Read(parsed);
            var scripts = new SlurmScripts
            {
                Sweep = SweepArguments.Of(options),
                Shards = new Shard(1, parsed.GetValue(shards)).Count,
                Gathered = Path.GetFullPath(options.OutputDirectory ?? throw new HaystackException("haystack slurm needs --out: where the shards are gathered, on a disk that all nodes see")),
                Program = parsed.GetValue(program)!,
                Server = parsed.GetValue(server),
                SecondsBefore = parsed.GetValue(before),
                Directives = [.. (parsed.GetValue(directives) ?? []).Select(OneLine)],
            };
            await WrittenFiles.WriteAsync(parsed.GetValue(write)!, scripts.Files).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string OneLine(string text) =>
        text.StartsWith('-') && !text.Any(char.IsControl) ? text : throw new HaystackException($"--sbatch takes an option of sbatch, such as --gres=gpu:1, not '{text}'");
}
