using FluentAssertions;
using Haystack.Preparing;
using Haystack.Storage;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Which shard a job array's task is, and that a task which is sent again is the same one.</summary>
public sealed class ScheduledShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // A whole array from 0, and one from 1.
    [InlineData("ID=0 COUNT=4 MIN=0 MAX=3", null, "1/4")]
    [InlineData("ID=3 COUNT=4 MIN=0 MAX=3", null, "4/4")]
    [InlineData("ID=1 COUNT=4 MIN=1 MAX=4", null, "1/4")]
    [InlineData("ID=4 COUNT=4 MIN=1 MAX=4", null, "4/4")]
    [InlineData("ID=2 COUNT=4", null, "3/4")]
    // Only some of its tasks, with the number said.
    [InlineData("ID=2 COUNT=1 MIN=2 MAX=2", 4, "3/4")]
    [InlineData("ID=3 COUNT=2 MIN=1 MAX=3", 4, "4/4")]
    [InlineData("ID=4 COUNT=1 MIN=4 MAX=4", 4, "4/4")]
    // An Indexed Job.
    [InlineData("INDEX=0", 4, "1/4")]
    [InlineData("INDEX=3", 4, "4/4")]
    [InlineData("", null, null)]
    public void The_scheduler_says_which_shard(string variables, int? count, string? expected) =>
        Find(variables, count, null)?.ToString().Should().Be(expected);

    [Theory]
    [InlineData("ID=2 COUNT=1 MIN=2 MAX=2", null, "not a whole sweep's")]
    [InlineData("ID=1 COUNT=1 MIN=1 MAX=1", null, "not a whole sweep's")]
    [InlineData("ID=3 COUNT=2 MIN=1 MAX=3", null, "not a whole sweep's")]
    [InlineData("ID=7 COUNT=1 MIN=7 MAX=7", 4, "says shard 8, and there are 4")]
    [InlineData("ID=1 COUNT=8 MIN=0 MAX=7", 4, "this array has 8 tasks, and --shards says 4")]
    [InlineData("INDEX=1", null, "nothing says of how many")]
    [InlineData("INDEX=4", 4, "says shard 5, and there are 4")]
    [InlineData("", 4, "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX")]
    public void What_cannot_be_told_is_refused(string variables, int? count, string words)
    {
        var find = () => Find(variables, count, null);
        find.Should().Throw<HaystackException>().WithMessage($"*{words}*").WithMessage("*--shard*");
    }

    [Theory]
    [InlineData(0, "ID=2 COUNT=1 MIN=2 MAX=2", "3/4")]
    [InlineData(1, "ID=2 COUNT=1 MIN=2 MAX=2", "2/4")]
    [InlineData(1, "ID=1 COUNT=2 MIN=1 MAX=2", "1/4")]
    [InlineData(0, "ID=0 COUNT=2 MIN=0 MAX=1", "1/4")]
    public async Task A_task_that_is_sent_again_is_the_shard_that_it_was(int first, string variables, string expected)
    {
        await PutAsync(first);
        Find(variables, null, _folder["set"])?.ToString().Should().Be(expected);
    }

    [Fact]
    public async Task An_array_of_another_size_does_not_mix_with_the_shards_that_are_there()
    {
        await PutAsync(0);
        var find = () => Find("ID=2 COUNT=8 MIN=0 MAX=7", null, _folder["set"]);
        find.Should().Throw<HaystackException>().WithMessage("*this array has 8 tasks*holds shards of a sweep in 4*another --out*");
    }

    private async Task PutAsync(int first)
    {
        var store = RunStore.Open(_folder["set/shard-4-of-4"], new Dictionary<string, string> { ["shard"] = "4/4", ["info_array_first"] = $"{first}" });
        await store.DisposeAsync();
    }

    private static Shard? Find(string variables, int? count, string? directory)
    {
        var names = new Dictionary<string, string> { ["ID"] = "SLURM_ARRAY_TASK_ID", ["COUNT"] = "SLURM_ARRAY_TASK_COUNT", ["MIN"] = "SLURM_ARRAY_TASK_MIN", ["MAX"] = "SLURM_ARRAY_TASK_MAX", ["INDEX"] = "JOB_COMPLETION_INDEX" };
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => names[v[0]], v => v[1]);
        return new ScheduledShard(set.GetValueOrDefault).Find(count, directory);
    }
}
