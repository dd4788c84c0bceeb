using System.Text.RegularExpressions;
using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>
/// What a word in place of a choice means: "the former" by the order of the question, a letter or number by the list in
/// which the reply itself gave the choices ("A. Ashofield", "（1）松树湾").
/// </summary>
internal sealed partial class Offered
{
    /// <summary>More of a reply is not looked through for lists.</summary>
    private const int Longest = 6_000;

    private readonly IValueReader values;
    private readonly Mention[] choices;
    private readonly Dictionary<string, Mention?> labels = new(StringComparer.Ordinal);
    private bool isTurned, isNamed;

    /// <param name="question">A question that offers choices.</param>
    /// <param name="values">Reads its values.</param>
    public Offered(Question question, IValueReader values)
    {
        this.values = values;
        choices = [.. question.Choices.Select(c => values.Read(Passage.From(c)) is [var m, ..] ? m : null).OfType<Mention>()];
    }

    /// <summary>Looks through a reply for the lists and the order in which it gives the choices.</summary>
    public void Learn(string text)
    {
        text = text.Length <= Longest ? text : text[..Longest];
        var named = values.Read(Passage.From(text)).Select(m => m.Key).Where(k => choices.Any(c => c.Key == k)).ToList();
        isNamed = choices.All(c => named.Contains(c.Key));
        isTurned = choices.Length == 2 && named.Count > 0 && named[0] == choices[1].Key && named.Contains(choices[0].Key);
        foreach (var line in text.Split('\n'))
        {
            var matches = Label().Matches(line);
            for (var i = 0; i < matches.Count; i++)
            {
                var end = i + 1 < matches.Count ? matches[i + 1].Index : line.Length;
                Learn(matches[i].Groups["label"].Value.ToUpperInvariant(), Passage.From(line[(matches[i].Index + matches[i].Length)..end]));
            }
        }

        // One label is a list entry of another kind, as is a list that gives one choice twice.
        if (labels.Values.OfType<Mention>().Select(m => m.Key).Distinct().Count() < 2)
            labels.Clear();
    }

    /// <summary>Whether the sentence is an entry of such a list: it offers, and commits to nothing.</summary>
    public bool IsEntry(string sentence) => labels.Count > 0 && Label().Match(sentence) is { Success: true } match
        && match.Index <= 3 && labels.ContainsKey(match.Groups["label"].Value.ToUpperInvariant());

    /// <summary>The choices that the passage may mean, where it names none: one, or both where they cannot be told apart; null where it refers to none.</summary>
    /// <param name="passage">A sentence or a marked answer.</param>
    /// <param name="isAbstention">Whether it picks the entry that says that the text does not say.</param>
    public IReadOnlyList<Mention>? Read(Passage passage, out bool isAbstention)
    {
        isAbstention = false;
        var first = Wording.All.FirstOffered.In(passage);
        var last = Wording.All.LastOffered.In(passage);
        if (choices.Length == 2 && first.Count + last.Count == 1)
        {
            var at = first.Count == 1 ? first[0] : last[0];
            // Where the reply names neither, nobody can tell whose order is meant.
            return isTurned || !isNamed ? [At(choices[0], at), At(choices[1], at)] : [At(choices[first.Count == 1 ? 0 : 1], at)];
        }

        if (Reference().Match(passage.Text) is not { Success: true } match)
            return null;
        var token = passage.TokenFrom(match.Groups["label"].Index);
        if (!labels.TryGetValue(match.Groups["label"].Value.ToUpperInvariant(), out var meant))
            return labels.Count == 0 && choices.Length == 2 ? [At(choices[0], (token, token)), At(choices[1], (token, token))] : null;
        isAbstention = meant is null;
        return meant is null ? [] : [At(meant, (token, token))];
    }

    private void Learn(string label, Passage entry)
    {
        var named = values.Read(entry).Where(m => choices.Any(c => c.Key == m.Key)).DistinctBy(m => m.Key).ToList();
        if (named.Count == 1)
            labels[label] = labels.TryGetValue(label, out var other) && other?.Key != named[0].Key ? null : choices.First(c => c.Key == named[0].Key);
        else if (named.Count == 0 && Wording.All.Abstain.IsIn(entry))
            labels.TryAdd(label, null);
    }

    private static Mention At(Mention choice, (int First, int Last) at) => choice with { First = at.First, Last = at.Last };

    [GeneratedRegex(@"(?<=^[\s*\-•#>]*|[\s,;，；:：])[(（\[]?\**(?:[Oo]ption |选项)?(?<label>[A-Ea-e]|[1-5]|[①-⑤])\**(?:[)）\].、:：]|(?= *[=→]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[\W_]*(?:(?:so|the|it|its|is|to|my|choice|choose|option|answer|number|letter|correct|right|therefore|i|pick|select)\b[\W_]*|选择|选项|选|项|应该|应当|应|该|答案|是|为|故|所以|因此|第)*(?<label>[A-Ea-e]|[1-5])(?:[\W_]*(?:option|choice|is correct|is right|is the answer|项|选项))?[\W_]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
