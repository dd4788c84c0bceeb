namespace Haystack.Corpora;

/// <summary>What was read of the user's files, and how.</summary>
/// <param name="Files">Each file that was read, in order.</param>
/// <param name="PassedOver">Files that are no text by their names, and names of files that were read under another name.</param>
/// <param name="CutSentences">Stretches without an end of a sentence that were cut at clauses, words or characters.</param>
internal sealed record CorpusIntake(IReadOnlyList<FileIntake> Files, IReadOnlyList<string> PassedOver, int CutSentences);
