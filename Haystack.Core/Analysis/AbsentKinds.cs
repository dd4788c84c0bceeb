using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>
/// Values stated where the text says none, by why it does not: a name that nothing tells of is easier to see than a chain of which all
/// but the last fact is there. Which it was, the stored facts tell; in rows without documents it is not known.
/// </summary>
/// <param name="SubjectAbsent">Of questions whose first fact was never planted: nothing tells of what they ask about.</param>
/// <param name="HalfKnown">Of questions whose last fact was never planted: the way to it is there.</param>
public sealed record AbsentKinds(Proportion SubjectAbsent, Proportion HalfKnown)
{
    /// <summary>Neither is known.</summary>
    internal static AbsentKinds Unknown { get; } = new(default, default);

    /// <summary>Whether any is known.</summary>
    internal bool IsKnown => SubjectAbsent.Total + HalfKnown.Total > 0;

    /// <summary>Whether an answer states a value, or may.</summary>
    internal static bool States(TrialRow answer) => answer.Outcome is Outcome.OneHop or Outcome.OtherChain or Outcome.Invented or Outcome.Ambiguous;

    /// <summary>Of answers to questions whose fact was never planted.</summary>
    /// <param name="absent">The answers.</param>
    /// <param name="hasFirst"><see cref="RunData.HasFirst"/>.</param>
    internal static AbsentKinds Of(IEnumerable<TrialRow> absent, IReadOnlyDictionary<(string Document, int Chain), bool> hasFirst)
    {
        var kinds = absent.ToLookup(t => hasFirst.TryGetValue((t.DocumentId, t.Chain), out var has) ? has : (bool?)null);
        return new AbsentKinds(Share(kinds[false]), Share(kinds[true]));

        static Proportion Share(IEnumerable<TrialRow> answers) => answers.ToArray() is var all ? new Proportion(all.Count(States), all.Length) : default;
    }
}
