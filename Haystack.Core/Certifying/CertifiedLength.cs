namespace Haystack.Certifying;

/// <summary>What was asked of texts of one length and one load, and how it was answered.</summary>
/// <param name="Tokens">The length of each, with a question and its reply.</param>
/// <param name="Facts">Facts in each.</param>
/// <param name="Documents">Texts.</param>
/// <param name="Asked">Questions that the texts answer.</param>
/// <param name="Right">Answers to these that were right.</param>
/// <param name="Absent">Questions that they do not answer.</param>
/// <param name="AbsentRight">Answers that said so.</param>
internal sealed record CertifiedLength(int Tokens, int Facts, int Documents, int Asked, int Right, int Absent, int AbsentRight)
{
    /// <summary>Counts.</summary>
    public static CertifiedLength Of(int tokens, int facts, int documents, IReadOnlyCollection<AnsweredQuestion> answers)
    {
        var stated = answers.Where(a => !a.Question.IsAbsent).ToList();
        return new CertifiedLength(tokens, facts, documents, stated.Count, stated.Count(a => a.Outcome == ReferenceOutcome.Right),
            answers.Count - stated.Count, answers.Count(a => a.Question.IsAbsent && a.Outcome == ReferenceOutcome.Right));
    }

    /// <summary>All of several together.</summary>
    public static CertifiedLength Sum(IReadOnlyCollection<CertifiedLength> lengths) => new(
        lengths.Max(l => l.Tokens), lengths.Max(l => l.Facts), lengths.Sum(l => l.Documents), lengths.Sum(l => l.Asked), lengths.Sum(l => l.Right), lengths.Sum(l => l.Absent), lengths.Sum(l => l.AbsentRight));
}
