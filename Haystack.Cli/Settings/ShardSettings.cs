using System.CommandLine;
using Haystack.Preparing;

namespace Haystack.Cli.Settings;

/// <summary>The options that say which part of a sweep is done here.</summary>
internal sealed class ShardSettings
{
    private readonly Option<string?> _shard = new("--shard") { HelpName = "I/N", Description = "Do part I of N, whole documents, all parts of about the same cost; `haystack merge` puts them together. Without it: the task of a Slurm array (SLURM_ARRAY_TASK_ID) or of a Kubernetes Indexed Job (JOB_COMPLETION_INDEX), in a directory of its own under --out; none for the whole sweep there too." };
    private readonly Option<string?> _shards = new("--shards") { HelpName = "N", Description = "How many parts there are, where a job array says which: JOB_COMPLETION_INDEX does not tell, and a Slurm array of which some tasks are sent again tells it wrong." };

    public ShardSettings(Command command)
    {
        command.Add(_shard);
        command.Add(_shards);
    }

    /// <summary><paramref name="options"/> with the part that was asked for, by the user or by the scheduler whose job this is.</summary>
    /// <exception cref="HaystackException">There is no such part, or which one is meant cannot be told.</exception>
    public SweepOptions Read(ParseResult parsed, SweepOptions options)
    {
        var (text, many) = (parsed.GetValue(_shard) ?? Variable("HAYSTACK_SHARD"), parsed.GetValue(_shards) ?? Variable("HAYSTACK_SHARDS"));
        int? count = many is null ? null : SweepSettings.Number(many, "--shards", 1);
        if (text == "none")
            return options;
        if (text is not null)
        {
            var shard = Shard.Parse(text);
            return count is null || count == shard.Count ? options with { Shard = shard } : throw new HaystackException($"--shard {shard} and --shards {count} contradict each other");
        }

        var scheduled = new ScheduledShard(Environment.GetEnvironmentVariable);
        if (scheduled.Find(count, options.OutputDirectory) is not { } found)
            return options;
        return options with
        {
            Shard = found,
            ArrayFirst = scheduled.First(found),
            // All tasks have the same command line, and each its own store.
            OutputDirectory = options.OutputDirectory is { } directory ? Path.Combine(directory, found.DirectoryName) : null,
        };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
