using System.Globalization;
using Haystack.Analysis;
using Haystack.Facts;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Sets;

namespace Haystack.Designs;

/// <summary>
/// Where the cold controls that were planned leave open whether the cache changes answers, so many again are asked, and again,
/// until it is decided or the budget is spent. Which they are no answer decides, so that each look is an exact test of all
/// pairs up to then; four looks at the level of one are wrong in at most four times as many sound sweeps.
/// </summary>
internal sealed class FurtherControls(PreparedModel model, SweepOptions options)
{
    /// <summary>Rounds beyond what was planned.</summary>
    public const int MostRounds = 3;

    /// <summary>Questions of a round: as many as were planned that have an answer in the text.</summary>
    public const int Questions = ColdPlan.LeastAnswerable;

    /// <summary>The questions of each round, by document: from the longest context down, one a document and then the next of each.</summary>
    public IEnumerable<IReadOnlyList<RoundDocument>> Rounds() => All().Chunk(Questions).Take(MostRounds)
        .Select(r => (IReadOnlyList<RoundDocument>)[.. r.GroupBy(q => q.Trial.Document.Id).Select(g => new RoundDocument(g.First().Set, g.First().Trial.Document, [.. g.Select(q => q.Trial)]))]);

    /// <summary>What is said before a round.</summary>
    public static string Line(CacheVerdict verdict, int round) => string.Create(
        CultureInfo.InvariantCulture, $"cold {verdict.Cold.Successes}/{verdict.Cold.Total}, warm {verdict.Warm.Successes}/{verdict.Warm.Total}: that may be the prefix cache's doing, and is no proof: up to {Questions} more questions are asked again with nothing to reuse ({round} of at most {MostRounds} times)");

    private IEnumerable<(DocumentSet Set, Trial Trial)> All()
    {
        if (model.Cold.Trials == 0)
            yield break;
        var documents = InTurn().ToArray();
        var asked = new HashSet<(string, int, Arm, QuestionPlacement)>(documents.SelectMany(d => Trials.InOrder(d.Plan, options, model.Cold.Of(d.Set, d.Plan))).Where(t => t.IsControl).Select(Question));
        // As many turns as a document has questions: each comes up once at the most.
        for (var turn = 0; turn < Trials.CountOf(options); turn++)
        {
            foreach (var (set, plan) in documents)
            {
                var number = model.Cold.Of(set, plan) + turn;
                if (number < model.Cold.MostOfDocument && Trials.Further(plan, options, number) is { } trial && asked.Add(Question(trial)))
                    yield return (set, trial);
            }
        }
    }

    private IEnumerable<(DocumentSet Set, DocumentPlan Plan)> InTurn()
    {
        var sets = model.Sets.OrderByDescending(s => s.Rung.ContextTokens).Select(s => (Set: s, Numbers: model.Documents(s))).ToArray();
        for (var i = 0; sets.Any(s => i < s.Numbers.Count); i++)
        {
            foreach (var (set, numbers) in sets.Where(s => i < s.Numbers.Count))
                yield return (set, set.Plan(numbers[i]));
        }
    }

    private static (string, int, Arm, QuestionPlacement) Question(Trial trial) => (trial.Document.Id, trial.Chain, trial.Arm, trial.Placement);
}
