using Haystack.Facts;

namespace Haystack.Scoring;

/// <summary>
/// Reads what one sentence says in answer to the question. It never looks at what a value means: the same words are
/// read the same way whether they name the right value or a wrong one.
/// </summary>
internal sealed class ClaimReader
{
    private const string OtherKind = "it gives no value of the kind that is asked for";

    private readonly Asked asked;
    private readonly IValueReader values;
    private readonly NameReader names;
    private readonly IReadOnlyList<KnownValue> known;
    private readonly HashSet<string> subjects;
    private readonly HashSet<string> echoes;
    private readonly HashSet<string> choices;
    private readonly HashSet<string> bridges = [];
    private readonly Offered? offered;
    private readonly Abstention abstention;
    private (Passage Passage, IReadOnlyList<Mention> Names)? last;

    public ClaimReader(Question question, IReadOnlyCollection<string> documentValues)
    {
        asked = new Asked(question);
        known = KnownValue.Of(question, documentValues);
        values = ValueReaders.For(question, known);
        var subjectValues = asked.Subjects.Select(s => new KnownValue(s, Outcome.OtherChain));
        if (asked.Subjects.Count == 0)
            subjectValues = asked.Passage.Tokens.Skip(1).Where(t => t.IsCapital).Select(t => new KnownValue(t.Text, Outcome.OtherChain));
        names = new NameReader([.. known.Concat(subjectValues).Where(v => !v.Text.Any(char.IsAsciiDigit))], asked.Passage);
        subjects = [.. names.Read(asked.Passage).Where(m => !m.IsNear).Select(m => m.Key)];
        echoes = question.Kind == AnswerKind.Choice ? [] : [.. values.Read(asked.Passage).Where(m => !m.IsNear).Select(m => m.Key)];
        choices = [.. question.Choices.SelectMany(c => values.Read(Passage.From(c))).Select(m => m.Key)];
        subjects.ExceptWith(choices);
        abstention = new Abstention(asked, echoes, NamesIn, Elsewhere);
        offered = question.Kind == AnswerKind.Choice ? new Offered(question, values) : null;
    }

    /// <summary>Learns what the reply as a whole tells about its parts: the lists in which it gives the choices.</summary>
    public void Learn(string reply) => offered?.Learn(reply);

    /// <summary>The choice that a ranked list of the reply puts where the question asks; null where there is none.</summary>
    public Mention? Ranked() => offered?.Ranked(asked.Order);

    /// <summary>Whether a value is one of those that the question offers.</summary>
    public bool IsChoice(Mention value) => choices.Contains(value.Key);

    /// <summary>Whether a sentence only offers a choice.</summary>
    public bool IsOffer(Sentence sentence) => offered?.IsEntry(sentence.Passage) == true;

    /// <summary>Learns which names the reply itself ties to the question's subject: they may stand for it.</summary>
    public void LearnBridges(IEnumerable<Sentence> sentences)
    {
        if (!asked.HasBridge)
            return;
        foreach (var sentence in sentences)
        {
            var named = names.Read(sentence.Passage).Select(m => m.Key).ToList();
            if (named.Exists(subjects.Contains) || named.Exists(bridges.Contains))
                bridges.UnionWith(named.Where(n => !subjects.Contains(n)));
        }
    }

    /// <summary>Reads one sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="isMarked">Whether it stands in a marked answer, or is all that the reply says.</param>
    public Claim Read(Sentence sentence, bool isMarked)
    {
        var (text, passage) = (sentence.Text, sentence.Passage);
        var statement = new Statement(passage);
        var found = values.Read(passage);
        var claim = new Claim { Text = text, Passage = passage };
        if (!found.Any(m => !echoes.Contains(m.Key) && !subjects.Contains(m.Key)) && Wording.All.Refuse.IsIn(passage))
            return claim with { Refuses = true };
        List<string> steps = [];
        if (offered is not null && !found.Any(m => choices.Contains(m.Key)) && offered.Read(passage, isMarked, out var picksNothing) is { } referred)
            return Referred(claim, referred, picksNothing, statement);
        var typed = OfType(found, statement, isMarked, steps);
        var phrase = Abstention.PhraseIn(passage);
        if (phrase is { } held && abstention.Guessed(statement, typed, held) is { } guess)
            return claim with { Open = [guess, guess with { Text = text, Key = "", Meaning = Outcome.Abstained }], Weight = Weight.Bound, Steps = ["it gives a value as a guess, and says that the text does not say"] };
        if (phrase is { } said && abstention.IsRider(statement, typed, said) is { } isRider)
            return claim with { Abstains = !isRider, IsRider = isRider, Steps = ["it says that the text does not say"], Value = null };
        if (typed.Count == 0 || IsOwn(typed, statement, isMarked))
            return claim;
        var chosen = asked.Question.Kind == AnswerKind.Choice && typed.Exists(m => choices.Contains(m.Key))
            ? new ChoiceSelection(asked, statement, isMarked).Select([.. typed.Where(m => choices.Contains(m.Key))], steps)
            : new ValueSelection(asked, statement, Elsewhere, m => echoes.Contains(m.Key) || subjects.Contains(m.Key), isMarked).Select(typed, steps);
        if (chosen.Value is null && chosen.Open.Count > 0 && !isMarked && Emphasised(sentence, typed, chosen.Open) is { } emphasised)
        {
            steps.Add($"of these it emphasises \"{emphasised.Text}\"");
            return claim with { Value = emphasised, Steps = steps, Weight = Weight.Bound };
        }

        return chosen.Value is null ? claim with { Open = chosen.Open, Weight = chosen.Weight, Steps = steps }
            : Weighed(claim with { Value = chosen.Value, Open = chosen.Open, Steps = steps, Weight = chosen.Weight }, statement);
    }

    /// <summary>The one value in bold type, where it is not one of several that a hedge leaves open; null where there is none.</summary>
    private Mention? Emphasised(Sentence sentence, List<Mention> typed, IReadOnlyList<Mention> open)
    {
        var parts = sentence.Text.Split("**");
        if (parts.Length != 3)
            return null;
        var bold = values.Read(Passage.From(parts[1]));
        return bold.Count == 1 && !echoes.Contains(bold[0].Key) && !subjects.Contains(bold[0].Key) && (!open.Any(m => m.Key == bold[0].Key) || !Wording.All.Hedge.IsIn(sentence.Passage))
            ? typed.Find(m => m.Key == bold[0].Key)
            : null;
    }

    /// <summary>Whether it only repeats what the question names: no value of its own, unless it says nothing else.</summary>
    private bool IsOwn(List<Mention> typed, Statement statement, bool isMarked) => asked.Question.Kind != AnswerKind.Choice
        && typed.TrueForAll(m => !m.IsNear && m.Value is not null && (echoes.Contains(m.Key) || subjects.Contains(m.Key)) && !(statement.IsBare(m) && (isMarked || !statement.IsKeyed(m))));

    private Claim Referred(Claim claim, IReadOnlyList<Mention> referred, bool isAbstention, Statement statement)
    {
        if (isAbstention)
            return claim with { Abstains = true, Steps = ["it picks the entry that says that the text does not say"] };
        if (referred.Count > 1)
            return claim with { Open = referred, Weight = Weight.Bound, Steps = ["it refers to one of the choices, and does not say to which"] };
        List<string> steps = [$"that is \"{referred[0].Value}\" of those offered"];
        var chosen = new ChoiceSelection(asked, statement, true).Select([.. referred], steps);
        return chosen.Value is null ? claim with { Open = chosen.Open, Weight = chosen.Weight, Steps = steps }
            : Weighed(claim with { Value = chosen.Value, Steps = steps, Weight = chosen.Weight }, statement);
    }

    private Claim Weighed(Claim claim, Statement statement)
    {
        var (value, passage, wording) = (claim.Value!, statement.Passage, Wording.All);
        var isBare = statement.IsBare(value);
        var isHead = isBare || statement.IsHead(value);
        var isSubject = NamesIn(passage).Any(n => subjects.Contains(n.Key) && statement.AreTogether(n, value));
        var isConclusion = wording.Therefore.In(passage, 0, value.First).Count > 0;
        var weight = claim.Weight != Weight.Nothing ? (claim.Weight == Weight.Bound && isConclusion ? Weight.Concluded : claim.Weight)
            : wording.Says.In(passage).Any(s => s.First <= value.Last + 4) ? Weight.Named
            : claim.Steps.Contains(OtherKind) ? Weight.Elsewhere
            : isConclusion ? Weight.Concluded
            : statement.HasInClause(wording.Named, value) ? Weight.Elsewhere
            : isHead ? Weight.Bound
            : Elsewhere(value, statement) || IsFormer(value, statement) ? Weight.Elsewhere
            : isSubject || IsOfBridge(value, statement) ? Weight.Bound
            : Weight.Free;
        // A number asked as it was set right later is not answered by the one that stood there first.
        if (weight == Weight.Bound && !isHead && asked.IsOfLatter && !wording.Latter.IsIn(passage))
            weight = Weight.Free;
        return claim with { Weight = weight, IsBare = isHead, NamesSubject = isSubject };
    }

    private bool IsOfBridge(Mention value, Statement statement) =>
        NamesIn(statement.Passage).Any(n => bridges.Contains(n.Key) && n.Key != value.Key && statement.AreTogether(n, value));

    private IReadOnlyList<Mention> NamesIn(Passage passage)
    {
        if (last is { } known && ReferenceEquals(known.Passage, passage))
            return known.Names;
        last = (passage, names.Read(passage));
        return last.Value.Names;
    }

    /// <summary>Whether the value's clause speaks of somebody else.</summary>
    private bool Elsewhere(Mention value, Statement statement)
    {
        if (asked.Question.Kind == AnswerKind.Choice)
            return false;
        var near = NamesIn(statement.Passage).Where(n => n.First != value.First && n.Key != value.Key && statement.AreTogether(n, value)).ToList();
        return near.Count > 0 && !near.Exists(n => subjects.Contains(n.Key)) && near.Exists(n => !bridges.Contains(n.Key) && !(asked.Pool is not null && n.Value is not null && asked.IsOfType(n.Value)));
    }

    private bool IsFormer(Mention value, Statement statement) =>
        asked.IsOfLatter && statement.HasInClause(Wording.All.Former, value) && !statement.HasInClause(Wording.All.Latter, value);

    /// <summary>The values of the type asked; where there is none, a name of that type that stands nowhere; else all.</summary>
    private List<Mention> OfType(IReadOnlyList<Mention> found, Statement statement, bool isMarked, List<string> steps)
    {
        var passage = statement.Passage;
        // A number is no name.
        if (asked.Question.Kind == AnswerKind.Name && found.Any(m => !char.IsAsciiDigit(m.Text[0])))
            found = [.. found.Where(m => !char.IsAsciiDigit(m.Text[0]))];
        if (asked.Question.Kind == AnswerKind.Choice)
            return found.Any(m => choices.Contains(m.Key)) ? [.. found.Where(m => choices.Contains(m.Key))] : [.. found, .. Unknown(found, passage, isMarked)];
        var fitting = found.Where(m => m.Value is null || asked.IsOfType(m.Value)).ToList();
        if (fitting.Exists(m => !echoes.Contains(m.Key)) || asked.Question.Kind is AnswerKind.Number or AnswerKind.Date)
        {
            // A name where a number was asked for.
            if (asked.Question.Kind is AnswerKind.Number or AnswerKind.Date && fitting.Count > 0 && !fitting.Exists(IsCounted))
                steps.Add(OtherKind);
            return fitting;
        }

        if (Coined(passage, found) is { } coined)
            return [.. fitting, coined];
        // What the question names is no value: a name that stands nowhere is looked for as if it were not there.
        var others = found.Where(m => !echoes.Contains(m.Key) && !subjects.Contains(m.Key)).ToList();
        var unknown = Unknown(others.Count == 0 && found.All(m => !statement.IsBare(m)) ? [] : found, passage, isMarked).ToList();
        if (unknown.Count > 0)
            return unknown;
        if (fitting.Count > 0 && fitting.TrueForAll(m => echoes.Contains(m.Key)) && others.Count > 0 && !isMarked)
        {
            steps.Add(OtherKind);
            return others;
        }

        if (fitting.Count == 0 && found.Count > 0)
            steps.Add(OtherKind);
        return fitting.Count > 0 ? fitting : [.. found];
    }

    private static bool IsCounted(Mention m) => m.Key.Any(char.IsAsciiDigit);

    private Mention? Coined(Passage passage, IReadOnlyList<Mention> found)
    {
        if (asked.Pool is not { } pool)
            return null;
        var name = pool.FindIn(passage.Text).FirstOrDefault(n => !asked.Question.Text.Contains(n, StringComparison.Ordinal) && !found.Any(m => m.Text.Contains(n, StringComparison.Ordinal)));
        if (name is null)
            return null;
        var start = passage.Text.IndexOf(name, StringComparison.Ordinal);
        var first = passage.TokenFrom(start);
        return new Mention(first, passage.TokenFrom(start + name.Length - 1), name, name.ToLowerInvariant(), Outcome.Invented, null);
    }

    private IEnumerable<Mention> Unknown(IReadOnlyList<Mention> found, Passage passage, bool isMarked) =>
        UnknownNames.Find(asked, passage, found, isMarked) is { } unknown ? [NearHan.Of(unknown, known)] : [];
}
