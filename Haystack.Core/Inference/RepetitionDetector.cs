namespace Haystack.Inference;

/// <summary>Tells, while a reply streams in, that it has fallen into a loop.</summary>
/// <remarks>
/// <para>Three things are a loop:</para>
/// <list type="bullet">
/// <item>the same run of up to 2,048 characters over and over, at least three times and for 1,600 repeated characters;</item>
/// <item>sentences said a third time or more, in whatever order, for 1,200 characters with next to nothing new between;</item>
/// <item>sentences that differ in their numbers alone ("Step 41: … Step 42: …"), for 6,000 characters.</item>
/// </list>
/// <para>
/// Repetition in tables, lists, code, JSON and sequences of numbers counts in its exact form only. Memory is bounded
/// (under 200 KiB) and the time for each character constant. Not safe for concurrent use.
/// </para>
/// </remarks>
internal sealed class RepetitionDetector
{
    private readonly CycleDetector cycles = new();
    private readonly SentenceRepeats sentences = new();

    /// <summary>What was seen, in words; null while there is no loop.</summary>
    public string? Finding { get; private set; }

    /// <summary>Whether a whole text holds a loop anywhere.</summary>
    public static bool Loops(ReadOnlySpan<char> text) => new RepetitionDetector().Feed(text);

    /// <summary>Takes the next piece of the reply; true as soon as the reply loops, and ever after.</summary>
    public bool Feed(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (Finding is not null)
                return true;
            if (cycles.Add(c) is { } period)
                Finding = $"the same {period} characters over and over";
            else if (sentences.Add(c) is { } what)
                Finding = what;
        }

        return Finding is not null;
    }
}
