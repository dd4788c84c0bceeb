namespace Haystack.Inference;

/// <summary>Finds replies that say the same sentences again and again without a strict cycle.</summary>
internal sealed class SentenceRepeats
{
    /// <summary>Characters of sentences said a third time or more that make a loop.</summary>
    private const int Repeated = 1_200;

    /// <summary>
    /// The same for sentences that differ in their numbers alone. More, because an account of many years reads so too;
    /// no answer to a question needs six thousand characters of it.
    /// </summary>
    private const int Counted = 6_000;

    /// <summary>What a new character takes back: a loop says nothing new for four fifths of its text.</summary>
    private const int NewWeight = 4;

    private readonly SentenceCutter cutter = new();
    private readonly RecentCounts said = new();
    private readonly RecentCounts saidBesidesNumbers = new();
    private int repeated;
    private int counted;

    /// <summary>Takes the next character; what loops, in words, where it does.</summary>
    public string? Add(char c)
    {
        if (cutter.Add(c) is not { } sentence)
            return null;
        repeated = After(repeated, sentence, said.Add(sentence.Hash), sentence.IsProse);
        if (repeated >= Repeated)
            return "the same sentences again and again";
        counted = After(counted, sentence, saidBesidesNumbers.Add(sentence.HashBesidesNumbers), sentence.IsWordy);
        return counted >= Counted ? "sentences that differ in their numbers alone" : null;
    }

    /// <summary>New text takes back, a third saying adds; a second saying, and marks and short lines said again, do neither.</summary>
    private static int After(int sum, Sentence sentence, int times, bool counts) => times switch
    {
        1 => Math.Max(0, sum - (NewWeight * sentence.Length)),
        >= 3 when counts => sum + sentence.Length,
        _ => sum,
    };
}
