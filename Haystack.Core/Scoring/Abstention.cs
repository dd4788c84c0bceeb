using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>Whether a sentence says that the text does not say, in spite of the values that it names.</summary>
/// <param name="asked">What is asked for.</param>
/// <param name="echoes">Keys of the values that the question itself names.</param>
/// <param name="namesIn">The names of a passage.</param>
/// <param name="isElsewhere">Whether a value is said of somebody else.</param>
internal sealed class Abstention(Asked asked, IReadOnlySet<string> echoes, Func<Passage, IReadOnlyList<Mention>> namesIn, Func<Mention, Statement, bool> isElsewhere)
{
    /// <summary>What sounds like an abstention and stands in a family's own facts, which replies quote: "none was better known".</summary>
    private static readonly Lazy<IReadOnlySet<string>> OfFacts = new(() => FactLibrary.Load().All.SelectMany(f => f.Hops).SelectMany(h => h.Facts).SelectMany(t => Phrases(t.Source)).ToHashSet(StringComparer.Ordinal));

    /// <summary>The words by which a sentence says that the text does not say; null where there are none.</summary>
    public static (int First, int Last)? PhraseIn(Passage passage)
    {
        foreach (var phrase in Wording.All.Abstain.In(passage))
        {
            if (!OfFacts.Value.Contains(Words(passage, phrase)) && !IsSupposed(passage, phrase.First))
                return phrase;
        }

        return null;
    }

    /// <summary>"If the text does not say, answer that the text does not say": the task, and no answer.</summary>
    private static bool IsSupposed(Passage passage, int at)
    {
        if (Wording.All.Supposed.In(passage, 0, at) is not [.., var supposed])
            return false;
        return !HasBreak(passage, supposed.Last + 1, at) || Wording.All.Bidden.IsIn(passage, supposed.Last + 1, at);
    }

    private static string Words(Passage passage, (int First, int Last) phrase) =>
        string.Join(' ', passage.Tokens.Skip(phrase.First).Take(phrase.Last - phrase.First + 1).Select(t => t.Text));

    private static IEnumerable<string> Phrases(string fact)
    {
        var passage = Passage.From(fact);
        return Wording.All.Abstain.In(passage).Select(p => Words(passage, p));
    }

    /// <summary>A value given as a guess in a sentence that says, behind or before it, that the text does not say; null where there is none.</summary>
    public Mention? Guessed(Statement statement, List<Mention> typed, (int First, int Last) phrase)
    {
        var (passage, wording) = (statement.Passage, Wording.All);
        return typed.Find(m => !echoes.Contains(m.Key) && !m.IsNear && !statement.IsDenied(m) && !isElsewhere(m, statement)
            && (m.Last < phrase.First || m.First > phrase.Last) && (IsBeside(statement, m, phrase) || statement.HasInClause(wording.Guess, m) || (m.First > phrase.Last && wording.Supposed.IsIn(passage, phrase.Last + 1, m.First))));
    }

    /// <summary>"A / the text does not say", "A or not stated", 文中没有提到，A: two answers side by side.</summary>
    private static bool IsBeside(Statement statement, Mention m, (int First, int Last) phrase)
    {
        var isBefore = m.Last < phrase.First;
        var between = isBefore ? m.Last + 1 : m.First - 1;
        var isParted = statement.Passage.Tokens[between].Text is "/" or "|" or "／" || Wording.All.Or.IsIn(statement.Passage, between, between + 1)
            || (!isBefore && statement.Passage.Tokens[between].Text is "," or "，");
        return isParted && (isBefore ? statement.IsHead(m) || Wording.All.Lead.IsIn(statement.Passage, 0, m.First) : statement.IsLast(m) && between == phrase.Last + 1);
    }

    /// <summary>False where the sentence abstains, the values in it considered; true where it only says that the text says no more; null where it does neither.</summary>
    public bool? IsRider(Statement statement, List<Mention> typed, (int First, int Last) phrase)
    {
        var (passage, wording) = (statement.Passage, Wording.All);
        if (wording.Upholds.In(passage, phrase.Last + 1) is [var upheld, ..] && !wording.Abstain.IsIn(passage, upheld.First + 1))
            return null;
        var claimed = typed.Where(m => !echoes.Contains(m.Key) && !m.IsNear).ToList();
        if (asked.Question.Kind is AnswerKind.Number or AnswerKind.Date)
            claimed.RemoveAll(m => namesIn(passage).Any(n => n.First == m.First));
        // Other kinds of values beside an abstention are what the text does say.
        if (asked.Question.Kind != AnswerKind.Choice)
            claimed = [.. claimed.Where(m => asked.Question.Kind != AnswerKind.Name || m.Value is null || asked.Pool is not null || IsLate(m))];
        var isRider = wording.Rider.IsIn(passage, Math.Max(0, phrase.First - 4));
        var after = claimed.Where(m => m.First > phrase.First).ToList();
        var before = claimed.Where(m => m.Last < phrase.First).ToList();
        if (before.Exists(m => statement.IsHead(m) || (isRider && !isElsewhere(m, statement)))
            && (isRider || wording.Aside.IsIn(passage, before[0].Last + 1, phrase.First)) && !wording.Contrast.IsIn(passage, before[0].Last + 1, phrase.First))
            return null;
        if (after.Exists(Answers))
            return null;
        return isRider && claimed.Count == 0;

        bool IsLate(Mention m) => m.First > phrase.First || statement.IsHead(m);

        bool Answers(Mention m)
        {
            var turn = wording.So.In(passage, phrase.Last + 1, m.First).Concat(wording.Contrast.In(passage, phrase.Last + 1, m.First)).ToList();
            var isParted = turn.Count > 0 || HasBreak(passage, phrase.Last + 1, m.First);
            if (!isParted || statement.IsDenied(m))
                return false;
            if (wording.Infer.IsIn(passage, phrase.Last + 1, m.First) || wording.Says.IsIn(passage, phrase.Last + 1))
                return true;
            return !wording.Reports.IsIn(passage, turn.Count > 0 ? turn[0].First : phrase.Last + 1, m.First) && !isElsewhere(m, statement) && (isRider || turn.Count > 0);
        }
    }

    private static bool HasBreak(Passage passage, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (passage.Tokens[i].Text is "," or ";" or "." or ":" or "—" or "，" or "；" or "。" or "：")
                return true;
        }

        return false;
    }
}
