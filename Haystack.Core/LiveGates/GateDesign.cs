using Haystack.Designs;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Sets;

namespace Haystack.LiveGates;

/// <summary>Documents batch by batch, a look after each, until the gate is decided or the documents end. Gone through once: its looks remember.</summary>
/// <param name="model">The model.</param>
/// <param name="options">What is asked.</param>
/// <param name="documents">The documents that may be asked about, in working order.</param>
/// <param name="looks">They say when it is over, and which questions are still open.</param>
/// <param name="listener">Takes a line after each look; may be null.</param>
internal sealed class GateDesign(PreparedModel model, SweepOptions options, IReadOnlyList<(DocumentSet Set, DocumentPlan Plan)> documents, LiveGateLooks looks, Action<string>? listener) : IDesign
{
    /// <inheritdoc/>
    public IEnumerable<Round> Planned => [];

    /// <inheritdoc/>
    public IEnumerable<Round> After(StoredRows stored)
    {
        var asked = 0;
        while (asked < documents.Count && !looks.IsOver)
        {
            // What is decided is not asked about any more.
            var open = options with { Arms = looks.ArmsLeft() };
            var batch = documents.Skip(asked).Take(LiveGateLooks.BatchAfter(asked)).ToArray();
            yield return new Round([.. batch.Select(d => new RoundDocument(d.Set, d.Plan, Trials.InOrder(d.Plan, open, model.Cold.Of(d.Set, d.Plan))))]);
            asked += batch.Length;
            looks.Look(stored.Read(), [.. documents.Take(asked).Select(d => d.Plan.Id)]);
            listener?.Invoke(looks.State);
        }
    }
}
