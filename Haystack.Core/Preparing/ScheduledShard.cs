using System.Globalization;
using Haystack.Storage;

namespace Haystack.Preparing;

/// <summary>
/// Which shard a scheduler's job array wants done here. How many there are is taken from the array where it is whole, and
/// where only some of its tasks were sent again, from the shards that lie under the same directory already.
/// </summary>
/// <param name="read">Reads an environment variable.</param>
internal sealed class ScheduledShard(Func<string, string?> read)
{
    private const string Task = "SLURM_ARRAY_TASK_ID";
    private const string Tasks = "SLURM_ARRAY_TASK_COUNT";
    private const string Completion = "JOB_COMPLETION_INDEX";
    private const string Advice = "say which with --shard 2/4, how many with --shards 4, or --shard none for the whole sweep";

    /// <summary>The shard; null where no array is there.</summary>
    /// <param name="count">How many shards there are, as the user says; null where the array is to say it.</param>
    /// <param name="directory">Where the shards are to lie side by side; null where nobody said.</param>
    /// <exception cref="HaystackException">There is an array, and what it wants cannot be told.</exception>
    public Shard? Find(int? count, string? directory)
    {
        var known = count ?? CountUnder(directory);
        if (Number(Task) is { } task)
            return OfSlurm(task, known, count is null && known is not null ? directory : null);
        if (Number(Completion) is { } index)
            return Numbered(index + 1, known ?? throw new HaystackException($"{Completion} is {index}, and nothing says of how many: {Advice}"), Completion);
        return count is null ? null : throw new HaystackException($"--shards {count} is for a job array, and neither {Task} nor {Completion} is set: {Advice}");
    }

    private Shard OfSlurm(int task, int? known, string? directory)
    {
        var (tasks, least, most) = (Number(Tasks), Number("SLURM_ARRAY_TASK_MIN"), Number("SLURM_ARRAY_TASK_MAX"));
        if (known is { } count)
        {
            if (tasks > count)
                throw new HaystackException($"this array has {tasks} tasks, and {(directory is null ? $"--shards says {count}" : $"{directory} holds shards of a sweep in {count}")}: take as many, or another --out");
            // Tasks that are sent again keep their numbers, so where the first array began has to be known: at 1 where a task
            // has the last number of such an array, and at 0, as the recipes do, elsewhere.
            return Numbered(task + 1 - (FirstUnder(directory) ?? (task == count || most == count || (least == 1 && tasks == count) ? 1 : 0)), count, Task);
        }

        // An array of one is a task that was sent again, and a hole in the numbers shows the same.
        if (tasks is not (null or 1) && least is null or 0 or 1 && (most is null || most - (least ?? 0) + 1 == tasks))
            return Numbered(task + 1 - (least ?? (task == tasks ? 1 : 0)), tasks!.Value, Task);
        throw new HaystackException($"{Task} is {task} of an array of {tasks?.ToString(CultureInfo.InvariantCulture) ?? "unknown size"}, which is not a whole sweep's{(directory is null ? "" : $", and no shards are under {directory}")}: {Advice}");
    }

    /// <summary>Where the numbers of the array begin, for the manifest: its later tasks then know what theirs mean.</summary>
    public int? First(Shard shard) => Number(Task) is { } task ? task + 1 - shard.Number : null;

    private static Shard Numbered(int number, int count, string variable) => number >= 1 && number <= count
        ? new Shard(number, count)
        : throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"{variable} says shard {number}, and there are {count}: {Advice}"));

    private int? Number(string variable) =>
        int.TryParse(read(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue ? number : null;

    private static int? CountUnder(string? directory)
    {
        var counts = ShardFolders.Under(directory).Select(d => Shard.OfDirectory(d)!.Count).Distinct().ToList();
        return counts.Count switch
        {
            0 => null,
            1 => counts[0],
            _ => throw new HaystackException($"{directory} holds shards of several divisions ({string.Join(", ", counts.Order())}): {Advice}"),
        };
    }

    private static int? FirstUnder(string? directory) => ShardFolders.Under(directory)
        .Select(d => RunReader.ReadManifest(d).GetValueOrDefault(ShardNames.ArrayFirst))
        .Select(first => int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
        .FirstOrDefault(first => first is not null);
}
