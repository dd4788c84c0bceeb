namespace Haystack.DataSets;

/// <summary>What a scoring found.</summary>
/// <param name="Questions">Questions of the data set.</param>
/// <param name="Answered">Questions that the file answers, failures included.</param>
/// <param name="Unknown">Answers to questions that the data set does not have.</param>
internal sealed record ScoredAnswers(int Questions, int Answered, int Unknown);
