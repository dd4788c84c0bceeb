using Haystack.Corpora;
using Haystack.Facts.Pools;

namespace Haystack.Facts;

/// <summary>A language's pools without what a corpus contains.</summary>
internal sealed class ClearedPools
{
    private const int Shown = 5;

    private readonly IReadOnlyDictionary<string, Pool> _pools;
    private readonly IReadOnlySet<string> _taken;

    private ClearedPools(IReadOnlyDictionary<string, Pool> pools, IReadOnlySet<string> taken, IReadOnlyList<string> notices) =>
        (_pools, _taken, Notices) = (pools, taken, notices);

    /// <summary>What was removed, one line a pool.</summary>
    public IReadOnlyList<string> Notices { get; }

    public static ClearedPools For(Corpus corpus, FactLanguage language)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        Dictionary<string, Pool> pools = new(StringComparer.Ordinal);
        List<string> notices = [];
        foreach (var pool in language.Pools.Values.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            var found = pool.FindIn(corpus.Text);
            taken.UnionWith(found);
            var cleared = pool.Without(taken, corpus.Name);
            pools.Add(pool.Name, cleared);
            // Numbers occur in every corpus: worth a word only where it drove the pool into another range.
            if (found.Count > 0 && (pool is not NumberPool || cleared.Size < pool.Size / 2 || cleared.Size > pool.Size))
            {
                var some = string.Join(", ", found.Order(StringComparer.Ordinal).Take(Shown));
                notices.Add($"corpus '{corpus.Name}' contains {found.Count} of pool '{pool.Name}' ({some}{(found.Count > Shown ? ", …" : "")}): not planted");
            }
        }

        return new ClearedPools(pools, taken, notices);
    }

    /// <summary>The pool of that name.</summary>
    public Pool this[string name] => _pools[name];

    /// <summary>Whether the corpus contains this value (a name, or a number or date as facts print it).</summary>
    public bool IsTaken(string value) => _taken.Contains(value);
}
