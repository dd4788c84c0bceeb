using Haystack.Models;
using Haystack.Planning;
using Haystack.Sets;

namespace Haystack.Preparing;

/// <summary>Estimates what a prepared sweep costs.</summary>
internal static class PlanCosts
{
    /// <summary>What a question's own part of the prompt is taken to be, in tokens.</summary>
    private const int QuestionTokens = 96;

    /// <summary>What documents are weighed with when they are parted into shards, whatever a machine measured: all parts have to agree on it.</summary>
    private const double SecondsAnAnswer = 2, PromptTokensASecond = 1000;

    /// <summary>The cost of every set of documents.</summary>
    public static IReadOnlyList<PlanCost> Of(PreparedSweep sweep) => [.. sweep.Models.SelectMany(m => Of(m, sweep.Options))];

    /// <summary>The cost of one model's sets of documents.</summary>
    public static IReadOnlyList<PlanCost> Of(PreparedModel m, SweepOptions options) =>
    [
        .. m.Sets.Select(s =>
        {
            var questions = options.QuestionsPerDocument;
            // Each cold control costs a whole prefill.
            var (documents, cold) = (m.Documents(s).Count, m.ColdControls(s));
            var trials = questions * documents + cold;
            var sent = (long)trials * s.Rung.ContextTokens;
            var computed = IsWhole(options) ? sent : Computed(s.Rung.ContextTokens, documents, questions) + (long)cold * s.Rung.ContextTokens;
            return new PlanCost(
                m.Row.Name, s.Family, s.Language, s.Arrangement.ToText(), s.Rung.ContextTokens, s.Distances, documents, questions, trials, sent, computed) { ColdControls = cold };
        }),
    ];

    /// <summary>
    /// What a sweep with all the defaults would be for a model that takes <paramref name="maxContextTokens"/>: trials, and
    /// prompt tokens to compute where a document stays in the server's prefix cache; null where not even the shortest fits.
    /// </summary>
    public static (int Trials, long Computed)? OfDefaultSweep(string model, int? maxContextTokens)
    {
        var options = new SweepOptions();
        try
        {
            var rungs = ContextLadder.Build(options, model, maxContextTokens);
            return (rungs.Count * options.Documents * options.QuestionsPerDocument, rungs.Sum(r => Computed(r.ContextTokens, options.Documents, options.QuestionsPerDocument)));
        }
        catch (HaystackException)
        {
            return null;
        }
    }

    /// <summary>What one document costs, in thousandths of a second: prompt tokens to read, those of cold controls too, and answers.</summary>
    public static long OfDocument(PreparedModel model, DocumentSet set, int index, SweepOptions options)
    {
        var (context, questions, cold) = (set.Rung.ContextTokens, options.QuestionsPerDocument, model.Cold.Of(set, index));
        var read = IsWhole(options) ? (long)questions * context : Computed(context, 1, questions);
        return (long)((read + (long)cold * context) * (1000 / PromptTokensASecond) + (questions + cold) * SecondsAnAnswer * 1000);
    }

    // Where a question shares no prefix with the others, its whole prompt is read.
    private static bool IsWhole(SweepOptions options) => options.Placements.Contains(QuestionPlacement.Before) || options.Cache == CacheMode.Off;

    private static long Computed(int contextTokens, int documents, int questions) =>
        (long)documents * (contextTokens + (questions - 1L) * QuestionTokens);
}
