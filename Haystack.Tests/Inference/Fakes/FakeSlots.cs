using Haystack.Inference.InProcess;
using Haystack.Tokenization;

namespace Haystack.Tests.Inference.Fakes;

/// <summary>What a server works on at a time: a batch in which each reply takes as long as it takes alone, others wait. Slots share a prefix cache, or have one each.</summary>
internal sealed class FakeSlots(int count, bool haveOwnCaches, ModelTokenizer tokenizer) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);
    private readonly Lock _gate = new();
    private readonly List<Slot> _idle = [.. Enumerable.Range(0, count).Select(_ => new Slot(new PrefixCounter(tokenizer, slots: 1)))];
    private readonly PrefixCounter _shared = new(tokenizer, slots: 2 * count);
    private int _busy;

    /// <summary>The most that were at work at a time.</summary>
    public int MostBusy { get; private set; }

    /// <summary>Waits for a slot, the one whose cache has most of the prompt; gives its tokens and how many were cached.</summary>
    public async Task<(Slot Slot, int Tokens, int Cached)> TakeAsync(string prompt, bool isCold, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        lock (_gate)
        {
            MostBusy = Math.Max(MostBusy, ++_busy);
            // The longest prefix, and of equals the one that has been idle for longest, as llama-server chooses.
            var slot = _idle.MaxBy(s => prompt.AsSpan().CommonPrefixLength(s.Last))!;
            _idle.Remove(slot);
            var (tokens, cached) = (haveOwnCaches ? slot.Cache : _shared).Count(prompt);
            slot.Last = prompt;
            return (slot, tokens, isCold ? 0 : cached);
        }
    }

    /// <summary>Gives a slot back.</summary>
    public void Free(Slot slot)
    {
        lock (_gate)
        {
            _busy--;
            _idle.Add(slot);
        }

        _free.Release();
    }

    public void Dispose() => _free.Dispose();

    internal sealed class Slot(PrefixCounter cache)
    {
        public PrefixCounter Cache => cache;

        public string Last { get; set; } = "";
    }
}
