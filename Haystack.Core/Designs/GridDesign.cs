using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Sets;

namespace Haystack.Designs;

/// <summary>Every document that the options name: the shortest prompts first, and questions without a document after those with one.</summary>
internal sealed class GridDesign(PreparedModel model, SweepOptions options) : IDesign
{
    /// <inheritdoc/>
    public IEnumerable<Round> Planned
    {
        get
        {
            // One queue for all lengths where several servers take from it: none waits for the end of one to begin with the next.
            DocumentSet[][] together = model.Others.Count > 0 ? [[.. model.Sets]] : [.. model.Sets.Select(s => new[] { s })];
            foreach (var sets in together)
                yield return new Round(sets.SelectMany(s => DocumentsOf(s, plan => Trials.InOrder(plan, options, model.Cold.Of(s, plan)))));
            // They would push the documents out of the server's cache.
            if (options.Arms.Contains(Arm.ClosedBook))
            {
                foreach (var sets in together)
                    yield return new Round(sets.SelectMany(s => DocumentsOf(s, plan => Trials.ClosedBook(plan, options.Arms))));
            }
        }
    }

    /// <summary>More cold controls, as long as those asked leave open whether the cache changes answers. Several servers have a cache each: of them nothing more is asked.</summary>
    public IEnumerable<Round> After(StoredRows stored)
    {
        var round = 0;
        foreach (var documents in model.Others.Count > 0 ? [] : new FurtherControls(model, options).Rounds())
        {
            var rows = stored.Read(withControls: true).ToLookup(t => t.IsCold);
            if (CacheControl.Of(model.Row.Name, [.. rows[true]], rows[false]) is not { IsOpen: true } verdict)
                yield break;
            yield return new Round(documents) { Notice = FurtherControls.Line(verdict, ++round), IsExtra = true };
        }
    }

    private IEnumerable<RoundDocument> DocumentsOf(DocumentSet set, Func<DocumentPlan, IReadOnlyList<Trial>> questions) =>
        model.Documents(set).Select(set.Plan).Select(plan => new RoundDocument(set, plan, questions(plan)));
}
