using System.Text.RegularExpressions;

namespace Haystack.Facts.Reading;

/// <summary>Finds facts and questions in any text by the wordings of a library. Thread-safe.</summary>
internal sealed class Phrasebook
{
    private static readonly Lazy<Phrasebook> Embedded = new(() => new Phrasebook(FactLibrary.Load()));

    private readonly TemplateSearch<(Family Family, int Wording)> _facts;
    private readonly TemplateSearch<(Family Family, int Hops, int Wording)> _questions;

    public Phrasebook(FactLibrary library)
    {
        _facts = new(library.All.SelectMany(f => OwnHops(f).SelectMany(h => h.Facts.Select(t => (t, FactPattern(f, t), (f, h.Number))))));
        _questions = new(library.All.SelectMany(f => OwnHops(f)
            .SelectMany(h => h.Questions.Select(t => (t, QuestionPattern(f, t), (f, 1, h.Number))))
            .Concat(f.Pair.SelectMany(p => p.Value.Select(t => (t, QuestionPattern(f, t), (f, p.Key, 1)))))));
    }

    /// <summary>The phrasebook of the built-in library.</summary>
    public static Phrasebook Default => Embedded.Value;

    /// <summary>The facts that stand whole within [<paramref name="from"/>, <paramref name="to"/>), in text order.</summary>
    public IReadOnlyList<FoundFact> FindFacts(string text, int from, int to) =>
        [.. _facts.Find(text, from, to)
            .Select(f => new FoundFact(f.Tag.Family, f.Tag.Wording, ValuesOf(f.Match), f.Match.Index, f.Match.Index + f.Match.Length))
            .OrderBy(f => f.Start)];

    /// <summary>The last question that stands whole within the range; null where there is none.</summary>
    public FoundQuestion? FindQuestion(string text, int from, int to) =>
        _questions.Find(text, from, to)
            .Select(q => new FoundQuestion(q.Tag.Family, q.Tag.Hops, q.Tag.Wording, ValuesOf(q.Match), q.Match.Index, q.Match.Index + q.Match.Length))
            .OrderByDescending(q => q.End).ThenBy(q => q.Start).FirstOrDefault();

    private static IEnumerable<Hop> OwnHops(Family family) => family.Hops.Where(h => h.Wording == h.Number);

    private static Func<Regex> FactPattern(Family family, Template template) => () => template.ToPattern(s => family.PoolOf(s).Pattern);

    private static Func<Regex> QuestionPattern(Family family, Template template) => () =>
        template.ToPattern(s => family.PoolOf(s is "choice1" or "choice2" ? family.Rule.AnswerSlot(family, 2) : s).AskedPattern);

    private static Dictionary<string, string> ValuesOf(Match match)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (Group group in match.Groups)
        {
            if (group.Name != "0")
                values.Add(group.Name, group.Value);
        }

        return values;
    }
}
