using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Sets;

namespace Haystack.Preparing;

/// <summary>
/// How a sweep's documents are dealt to shards: the costliest first, each to the shard that has least to do. Whole documents,
/// so that none is parted from its prefix cache; the same plan is dealt alike on every machine.
/// </summary>
/// <param name="Models">The models, each with this shard's documents alone.</param>
/// <param name="Hash">Which document went to which shard: what all shards of a division have in common.</param>
/// <param name="Trials">How many trials the shard has.</param>
/// <param name="Imbalance">By how much the costliest shard is above the mean, 0–1.</param>
internal sealed record ShardPlan(IReadOnlyList<PreparedModel> Models, string Hash, int Trials, double Imbalance)
{
    /// <summary>Shards are to cost the same within this.</summary>
    public const double MostImbalance = 0.05;

    /// <summary>Deals the documents of <paramref name="models"/> and keeps those of <paramref name="shard"/>.</summary>
    public static ShardPlan Of(IReadOnlyList<PreparedModel> models, SweepOptions options, Shard shard)
    {
        var totals = new long[shard.Count];
        var mine = new List<PreparedModel>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var model in models)
        {
            var dealt = Deal(model, options, totals);
            foreach (var (set, shards) in dealt)
            {
                var text = new StringBuilder()
                    .Append(CultureInfo.InvariantCulture, $"{model.Row.Name}|{set.Rung.ContextTokens}|{set.Family}|{set.Language}|{set.Arrangement.ToText()}|{string.Join(',', set.Distances)}|");
                foreach (var number in shards)
                    text.Append(CultureInfo.InvariantCulture, $"{number},");
                hash.AppendData(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
            }

            mine.Add(model with
            {
                Share = dealt.ToDictionary(d => d.Set, d => (IReadOnlyList<int>)[.. Enumerable.Range(0, d.Shards.Length).Where(i => d.Shards[i] == shard.Number)]),
            });
        }

        var mean = totals.Average();
        return new ShardPlan(mine, Convert.ToHexStringLower(hash.GetHashAndReset())[..16], mine.Sum(m => m.Trials(options)), mean > 0 ? totals.Max() / mean - 1 : 0);
    }

    // Each model's documents are dealt evenly by themselves, as models differ in speed by more than an estimate knows; what
    // cannot be even goes to the shard that has least of all models together.
    private static List<(DocumentSet Set, int[] Shards)> Deal(PreparedModel model, SweepOptions options, long[] totals)
    {
        var dealt = model.Sets.Select(s => (Set: s, Shards: new int[s.Count])).ToList();
        var documents = dealt
            .SelectMany((d, at) => Enumerable.Range(0, d.Set.Count).Select(i => (At: at, Index: i, Cost: PlanCosts.OfDocument(model, d.Set, i, options))))
            .OrderByDescending(d => d.Cost).ThenBy(d => d.At).ThenBy(d => d.Index);
        var queue = new PriorityQueue<int, (long Own, long All, int Number)>(
            Enumerable.Range(0, totals.Length).Select(n => (n, (0L, totals[n], n))));
        foreach (var (at, index, cost) in documents)
        {
            queue.TryDequeue(out var number, out var load);
            dealt[at].Shards[index] = number + 1;
            totals[number] += cost;
            queue.Enqueue(number, (load.Own + cost, totals[number], number));
        }

        return dealt;
    }
}
