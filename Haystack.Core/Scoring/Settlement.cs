namespace Haystack.Scoring;

/// <summary>Decides which sentence of several commits: "the answer is", a conclusion, a first sentence that answers, else the last that does.</summary>
internal sealed class Settlement(List<Claim> read, bool isChoice)
{
    public (Claim Claim, string How) Settle()
    {
        var explicits = read.FindLastIndex(c => (c.Value is not null || c.Open.Count > 0) && c.Weight >= Weight.Concluded);
        var abstains = read.FindLastIndex(c => c.Abstains);
        // What is said of something else beside it takes nothing back.
        if (abstains < 0 && !read.Exists(c => (c.Value is not null && c.Weight > Weight.Elsewhere) || c.Open.Count > 0))
            abstains = read.FindLastIndex(c => c.IsRider);
        if (explicits >= 0 && explicits > abstains)
            return (Contradicted(read[explicits], read.Take(explicits)), "its conclusion");
        // "I cannot answer this. As an AI …" says nothing of the text.
        if (abstains >= 0 && read.Find(c => c.Refuses) is { } refusal && !read.Exists(c => c.Abstains && Wording.All.Source.IsIn(c.Passage)))
            return (refusal, "a refusal");
        if (abstains >= 0)
            return Abstention(read[abstains] with { Abstains = true }, read.Take(abstains), read.Skip(abstains + 1));
        return Value();
    }

    private static (Claim Claim, string How) Abstention(Claim abstention, IEnumerable<Claim> before, IEnumerable<Claim> after)
    {
        var guess = after.FirstOrDefault(c => c.Value is not null && Wording.All.Infer.IsIn(c.Passage) && c.Weight >= Weight.Free);
        if (guess is not null && !IsTimid(guess))
            return (guess, "what it says after an abstention");
        if (guess is not null)
            return (abstention with { Abstains = false, Open = [guess.Value!, guess.Value! with { Text = abstention.Text, Key = "", Meaning = Outcome.Abstained }] }, "an abstention and a guess");
        var rival = before.FirstOrDefault(c => c.Value is not null && (c.IsBare || c.Weight >= Weight.Concluded)) ?? after.FirstOrDefault(c => c.Value is not null && c.IsBare);
        return rival is null ? (abstention, "the sentence that abstains")
            : (abstention with { Abstains = false, Open = [rival.Value!, rival.Value! with { Text = abstention.Text, Key = "", Meaning = Outcome.Abstained }] }, "a value and an abstention");
    }

    /// <summary>"Perhaps A": a guess that nobody stands by.</summary>
    private static bool IsTimid(Claim guess) => Wording.All.Possible.IsIn(guess.Passage) && guess.Weight < Weight.Named;

    private (Claim Claim, string How) Value()
    {
        var values = read.Where(c => c.Value is not null || c.Open.Count > 0).ToList();
        if (values.Count == 0)
            return (read.LastOrDefault(c => c.Refuses || c.Steps.Count > 0) ?? read[^1], "the last sentence");
        if (Conditional(values) is { } conditions)
            return conditions;
        var best = values.Max(c => c.Weight);
        var first = read[0];
        if (first.Value is not null && first.Weight == Weight.Bound && best == Weight.Bound)
        {
            var rival = values.Find(c => c.Value is not null && c.Weight == Weight.Bound && c.Value.Key != first.Value.Key && (isChoice || c.NamesSubject));
            return rival is null || first.IsBare ? (first, "the first sentence")
                : (first with { Value = null, Open = [first.Value, rival.Value!] }, "two sentences that answer");
        }

        var likely = values.Where(c => c.Weight == best).ToList();
        var chosen = likely[^1];
        var isSettled = best == Weight.Bound || likely.Where(c => c.Value is not null).Select(c => c.Value!.Key).Distinct().Count() <= 1;
        return isSettled ? (chosen, "the last sentence that answers")
            : (chosen with { Value = null, Open = [.. likely.Where(c => c.Value is not null).Select(c => c.Value!).DistinctBy(m => m.Key)] }, "several sentences of which none answers more than the others");
    }

    /// <summary>Values that each hold under a condition of their own, where nothing says which condition holds.</summary>
    private static (Claim Claim, string How)? Conditional(List<Claim> values)
    {
        var held = values.Where(c => c.Value is not null && c.Weight < Weight.Concluded && Wording.All.Condition.IsIn(c.Passage)).ToList();
        return held.Count == values.Count(c => c.Value is not null) && held.Select(c => c.Value!.Key).Distinct().Count() > 1
            ? (held[^1] with { Value = null, Open = [.. held.Select(c => c.Value!).DistinctBy(m => m.Key)] }, "sentences that each depend on a condition")
            : null;
    }

    private static Claim Contradicted(Claim conclusion, IEnumerable<Claim> before)
    {
        var bare = before.FirstOrDefault();
        return conclusion.Value is { } value && bare is { IsBare: true, Value: { } other, Weight: Weight.Bound } && other.Key != value.Key
            ? conclusion with { Value = null, Open = [other, value] }
            : conclusion;
    }
}
