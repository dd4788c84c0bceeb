using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.Sets;

/// <summary>How questions that may reuse nothing are asked of one model, and about which documents cold controls are.</summary>
/// <param name="ServerIsTold">Whether the server takes the word not to reuse anything; else the instruction is worded otherwise.</param>
/// <param name="Questions">Cold controls about each of these documents.</param>
/// <param name="Documents">How many documents of each set have them: its first ones.</param>
internal sealed record ColdPlan(bool ServerIsTold, int Questions, IReadOnlyDictionary<DocumentSet, int> Documents)
{
    /// <summary>
    /// Cold controls that have an answer in the text, at the least. A cache that loses the facts at 40–80% of the document
    /// changes about half of them, and ten changes to the worse and none to the better are proof enough.
    /// </summary>
    public const int LeastAnswerable = 48;

    /// <summary>Documents with cold controls, at the least: a fault may be one of a few documents.</summary>
    private const int LeastDocuments = 16;

    /// <summary>No cold controls: for a reader in this process, and where none were asked for.</summary>
    public static ColdPlan None(bool serverIsTold) => new(serverIsTold, 0, new Dictionary<DocumentSet, int>());

    /// <summary>Cold controls on enough documents of a model, from the longest context down, a document at a time.</summary>
    public static ColdPlan Of(IReadOnlyList<DocumentSet> sets, SweepOptions options, bool serverIsTold, int rewordings)
    {
        var arms = options.Arms.Where(a => a != Arm.ClosedBook).ToArray();
        var questions = Math.Min(arms.Length * options.Placements.Count, serverIsTold ? int.MaxValue : rewordings);
        if (questions == 0)
            return None(serverIsTold);
        var answerable = Math.Max(1, arms.Count(a => a != Arm.Absent) * options.Placements.Count);
        var left = Math.Max(LeastDocuments, (LeastAnswerable + answerable - 1) / answerable);
        var documents = sets.ToDictionary(s => s, _ => 0);
        while (left > 0 && documents.Any(d => d.Value < d.Key.Count))
        {
            foreach (var set in sets.OrderByDescending(s => s.Rung.ContextTokens).Where(s => documents[s] < s.Count).Take(left).ToArray())
                (documents[set], left) = (documents[set] + 1, left - 1);
        }

        return new ColdPlan(serverIsTold, questions, documents) { MostOfDocument = serverIsTold ? int.MaxValue : rewordings, AnswerableQuestions = options.Placements.Count == 1 ? Math.Min(questions, Math.Max(1, arms.Count(a => a != Arm.Absent))) : questions };
    }

    /// <summary>
    /// Cold controls about each document but the shortest: what is not in the text a cache cannot lose, so the question for
    /// it, which comes last, tells least and is asked again where that costs least.
    /// </summary>
    public int AnswerableQuestions { get; init; } = Questions;

    /// <summary>The most that can be asked about one document: each needs an instruction of its own where the server cannot be told.</summary>
    public int MostOfDocument { get; init; } = Questions;

    /// <summary>How many cold controls there are in all.</summary>
    public int Trials => Documents.Keys.Sum(TrialsOf);

    /// <summary>How many cold controls a set of documents has.</summary>
    public int TrialsOf(DocumentSet set) => QuestionsOf(set) * Documents.GetValueOrDefault(set);

    /// <summary>How many cold controls a document has.</summary>
    public int Of(DocumentSet set, DocumentPlan plan) => Of(set, plan.Index);

    /// <summary>How many cold controls the document of a number has.</summary>
    public int Of(DocumentSet set, int index) => index < Documents.GetValueOrDefault(set) ? QuestionsOf(set) : 0;

    private int QuestionsOf(DocumentSet set) => Documents.Count > 0 && set.Rung.ContextTokens > Documents.Keys.Min(s => s.Rung.ContextTokens) ? AnswerableQuestions : Questions;
}
