using System.Globalization;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Tests.Storage;

/// <summary>Shards of a made-up sweep, of any size, written by the store's own writer one row after the other.</summary>
public static class LargeShards
{
    /// <summary>Trials about one document number, all contexts, families and models: what <see cref="MakeAsync"/> is asked for is a multiple of it.</summary>
    public const int TrialsANumber = 1360;

    private const int Rows = 8192;

    /// <summary>Makes the shards under <paramref name="folder"/>, of at least so many trials in all; gives how many they have.</summary>
    public static async Task<int> MakeAsync(string folder, int trials, int shards)
    {
        var shape = new SampleShape { Documents = (trials + TrialsANumber - 1) / TrialsANumber };
        var run = SampleRuns.Make("large", SampleRuns.FourModels, shape with { Documents = 1 });
        var documents = SampleDocuments.Make(shape);
        var made = 0;
        for (var number = 1; number <= shards; number++)
        {
            SampleDocument[] dealt = [.. documents.Where((_, i) => i % shards == number - 1)];
            var rows = SampleRuns.FourModels.SelectMany(m => SampleTrials.Make(m, dealt, shape));
            var manifest = new Dictionary<string, string>(run.Manifest)
            {
                ["documents"] = shape.Documents.ToString(CultureInfo.InvariantCulture),
                [ShardNames.Shard] = string.Create(CultureInfo.InvariantCulture, $"{number}/{shards}"),
                [ShardNames.Plan] = "made-up",
                [ShardNames.Trials] = rows.Count(t => t.Outcome != Outcome.Failed).ToString(CultureInfo.InvariantCulture),
            };
            var store = RunStore.Open(Path.Combine(folder, new Shard(number, shards).DirectoryName), manifest);
            await using (store.ConfigureAwait(false))
            {
                for (var i = 0; i < run.Models.Count; i++)
                    await store.PutModelAsync(run.Models[i], i).ConfigureAwait(false);
                await Task.WhenAll(dealt.Select(d => store.PutDocumentAsync(d.Row))).ConfigureAwait(false);
                foreach (var some in rows.Chunk(Rows))
                {
                    await Task.WhenAll(some.Select(store.AppendAsync)).ConfigureAwait(false);
                    made += some.Length;
                }
            }
        }

        return made;
    }
}
