using FluentAssertions;
using Haystack.Facts;
using Haystack.Scoring;
using Xunit;

namespace Haystack.Tests.Scoring;

/// <summary>Pieces of many replies put together at random: whatever that says, it is not the right answer where the right answer does not stand in it.</summary>
public sealed class RecombinationTests
{
    [Fact]
    public void A_random_reply_is_never_correct_without_the_answer_in_it() => Check(5_000, 3);

    [Fact]
    [Trait("Category", "Slow")]
    public void A_hundred_thousand_random_replies_are_never_correct_without_the_answer_in_them() => Check(100_000, 4);

    private static void Check(int replies, ulong seed)
    {
        var random = new Seed(seed).Derive("recombination").Stream();
        var cases = MannerSet.Of(isHeld: false).Concat(MannerSet.Of(isHeld: true)).ToList();
        var byLanguage = cases.GroupBy(c => c.Language).ToDictionary(g => g.Key, g => g.ToList());
        var abstentions = cases.Select(c => c.Language).Distinct().ToDictionary(
            l => l, l => MannerSet.Lines($"abstentions.{l}.tune.txt").Concat(MannerSet.Lines($"abstentions.{l}.held.txt")).ToList());
        var readers = new Dictionary<Question, IValueReader>();
        var wrong = new List<string>();
        for (var i = 0; i < replies; i++)
        {
            var asked = random.Pick(cases);
            var pieces = Enumerable.Range(0, 1 + random.Next(4)).SelectMany(_ => Pieces(random.Pick(byLanguage[asked.Language]), abstentions[asked.Language], random)).ToList();
            var made = asked with { Says = string.Join(random.Pick(["\n", "\n\n", " "]), pieces.Where(p => !Stands(asked, p, readers))) };
            var got = made.Score();
            if (got.Outcome == Outcome.Correct && !(asked.Question.ExpectsAbstention && Wording.All.Abstain.IsIn(Passage.From(made.Says))))
                wrong.Add($"{made}\n   {string.Join(" | ", got.Reading)}");
        }

        string.Join("\n", wrong.Take(10)).Should().BeEmpty();
    }

    private static IEnumerable<string> Pieces(MannerCase from, List<string> abstentions, RandomStream random)
    {
        string[] lines = [.. from.Says.Split('\n').Where(l => l.Length > 0)];
        return random.Next(5) == 0 ? [random.Pick(abstentions)] : lines.Skip(random.Next(lines.Length)).Take(1 + random.Next(2));
    }

    /// <summary>Whether the right answer stands in the piece in any form.</summary>
    private static bool Stands(MannerCase asked, string piece, Dictionary<Question, IValueReader> readers)
    {
        if (asked.Question.ExpectsAbstention)
            return false;
        if (!readers.TryGetValue(asked.Question, out var reader))
            readers.Add(asked.Question, reader = ValueReaders.For(asked.Question, KnownValue.Of(asked.Question, asked.Values)));
        return reader.Read(Passage.From(piece)).Any(m => m.Meaning == Outcome.Correct)
            || asked.Question.Accepted.Any(a => piece.Contains(a, StringComparison.OrdinalIgnoreCase));
    }
}
