using Haystack.Facts;
using Haystack.Facts.Pools;
using Haystack.Facts.Rules;

namespace Haystack.Scoring;

/// <summary>What a question asks for, as far as its words and the families' data files tell.</summary>
internal sealed class Asked
{
    private static readonly Lazy<IReadOnlyList<Shape>> Shapes = new(() => [.. FactLibrary.Load().All.SelectMany(Of)]);

    private readonly Dictionary<string, Pool?> pools = new(StringComparer.Ordinal);
    private readonly Shape? shape;

    public Asked(Question question)
    {
        Question = question;
        Passage = Passage.From(question.Text);
        Words = Passage.Tokens.Select(t => t.Text).ToHashSet();
        foreach (var candidate in Shapes.Value)
        {
            if (!question.Text.Contains(candidate.Template.Anchor, StringComparison.Ordinal) || (shape is not null && shape.Template.Source.Length >= candidate.Template.Source.Length))
                continue;
            var match = candidate.Matcher.Value.Match(question.Text);
            if (!match.Success)
                continue;
            shape = candidate;
            Subjects = [.. candidate.Template.Slots.Where(s => !s.StartsWith("choice", StringComparison.Ordinal)).Select(s => match.Groups[s].Value)];
        }

        Order = question.Kind != AnswerKind.Choice || shape is { Family.Rule: not EarlierRule } ? 0 : Orders.SenseOf(Passage);
        IsPlace = question.Kind == AnswerKind.Name && Pool is null && Wording.All.Place.IsIn(Passage);
        IsOfLatter = question.Kind == AnswerKind.Number && Wording.All.Latter.IsIn(Passage);
    }

    public Question Question { get; }

    public Passage Passage { get; }

    /// <summary>Its words, as they are compared.</summary>
    public IReadOnlySet<string> Words { get; }

    /// <summary>Whom or what it asks about, by the family's wording; a document need not name it (an orphan's).</summary>
    public IReadOnlyList<string> Subjects { get; } = [];

    /// <summary>For a choice: 1 where the earlier is asked for, −1 for the later, 0 where it is no matter of order.</summary>
    public int Order { get; }

    /// <summary>Whether a number is asked as it was set right later.</summary>
    public bool IsOfLatter { get; }

    /// <summary>Whether it asks for a place, of which no data file tells how it is spelt.</summary>
    public bool IsPlace { get; }

    /// <summary>Whether a name that shares a sentence with the subject may stand for it: not where their values are computed from each other.</summary>
    public bool HasBridge => shape is null ? Question.Kind == AnswerKind.Name : shape.Family.Rule is CopyRule;

    /// <summary>The pool whose values answer; null where it is unknown.</summary>
    public Pool? Pool => Question.Kind == AnswerKind.Name ? shape?.Answers : null;

    /// <summary>Whether the value may be of the type that is asked for, by its spelling alone.</summary>
    public bool IsOfType(string value) => Pool is not { } wanted || PoolOf(value) is not { } pool || pool == wanted;

    private Pool? PoolOf(string value)
    {
        if (pools.TryGetValue(value, out var known))
            return known;
        var fitting = shape!.Family.Language.Pools.Values.Where(p => p.Kind == AnswerKind.Name && p.FindIn(value).Contains(value)).ToList();
        return pools[value] = fitting.Contains(Pool!) ? Pool : fitting.FirstOrDefault();
    }

    private static IEnumerable<Shape> Of(Family family)
    {
        foreach (var (hops, templates) in family.Pair)
        {
            foreach (var template in templates)
                yield return new Shape(family, template, family.Rule.IsChoice ? null : family.PoolOf(family.LastHop(hops).To));
        }

        foreach (var hop in family.Hops)
        {
            foreach (var template in hop.Questions)
                yield return new Shape(family, template, family.PoolOf(hop.To));
        }
    }

    private sealed record Shape(Family Family, Template Template, Pool? Answers)
    {
        public Lazy<System.Text.RegularExpressions.Regex> Matcher { get; } = new(() => Template.ToPattern(_ => ".{1,40}?"));
    }
}
