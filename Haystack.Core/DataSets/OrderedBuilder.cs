using System.Runtime.CompilerServices;
using Haystack.Documents;
using Haystack.Sets;

namespace Haystack.DataSets;

/// <summary>Makes a set's documents on all cores and gives them in order, holding no more than a few at a time.</summary>
internal static class OrderedBuilder
{
    /// <summary>The documents of a set, in order.</summary>
    public static async IAsyncEnumerable<Document> BuildAsync(
        DocumentSet set, int ahead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var building = new Queue<Task<Document>>();
        for (var next = 0; next < set.Count || building.Count > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (next < set.Count && building.Count < ahead)
            {
                var index = next++;
                building.Enqueue(Task.Run(() => set.Build(index), cancellationToken));
            }

            yield return await building.Dequeue().ConfigureAwait(false);
        }
    }
}
