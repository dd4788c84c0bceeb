namespace Haystack.Scoring;

/// <summary>Whether what follows an answer takes it back, contradicts it, or leaves it standing.</summary>
internal sealed class Turnaround(ClaimReader claims, Claim answer)
{
    /// <summary>Whether a text holds words that take an answer back.</summary>
    public static bool MayBeIn(string tail)
    {
        var passage = Passage.From(tail);
        return Wording.All.Retract.IsIn(passage) || Wording.All.MayRetract.IsIn(passage);
    }

    /// <summary>The claim that stands in the end.</summary>
    /// <param name="tail">What follows the answer.</param>
    /// <param name="steps">Where what was done is told.</param>
    public Claim Read(string tail, List<string> steps)
    {
        var sentences = Sentence.Of(tail);
        var passages = sentences.Select(s => s.Passage).ToList();
        var strong = passages.FindIndex(p => Wording.All.Retract.IsIn(p));
        var weak = passages.FindIndex(p => Wording.All.MayRetract.IsIn(p));
        var turn = strong < 0 ? weak : weak < 0 ? strong : Math.Min(strong, weak);
        if (turn >= 0)
            return TakenBack(sentences.Skip(turn).ToList(), passages.Skip(turn).Any(p => Wording.All.Confirm.IsIn(p)), strong >= 0, steps);
        return Contradicted(sentences, passages, steps);
    }

    private Claim TakenBack(List<Sentence> after, bool isConfirmed, bool isStrong, List<string> steps)
    {
        var read = after.Where(s => !s.Asks).Select(s => claims.Read(s, isMarked: false)).Where(c => c.Speaks).ToList();
        var least = isStrong ? Weight.Free : Weight.Bound;
        var next = read.Find(c => c.Abstains || c.Open.Count > 0 || c.Weight >= least || (isStrong && c.IsBare)) ?? (isStrong ? read.LastOrDefault() : null);
        if (isConfirmed && (next is null || !isStrong || Same(next)))
        {
            steps.Add("looked at again, and it stands");
            return answer;
        }

        if (next is null)
            return isStrong && answer.Value is { } lost ? Open(lost, lost with { Text = "taken back", Key = "", Meaning = Outcome.Unparsed }) : answer;
        if (Same(next))
            return answer;
        steps.Add($"then taken back: \"{next.Text}\"");
        steps.AddRange(next.Steps);
        return next;
    }

    private Claim Contradicted(List<Sentence> sentences, List<Passage> passages, List<string> steps)
    {
        for (var i = 0; i < sentences.Count; i++)
        {
            if (sentences[i].Asks || !(Wording.All.Says.IsIn(passages[i]) || Wording.All.Therefore.IsIn(passages[i]) || Wording.All.Possible.IsIn(passages[i])))
                continue;
            var claim = claims.Read(sentences[i], isMarked: false);
            var isRival = claim.Value is { IsNear: false } && !Same(claim) && (claim.Weight >= Weight.Concluded || (claim.Weight >= Weight.Free && Wording.All.Possible.IsIn(passages[i])));
            if (!isRival || answer.Value is null)
                continue;
            steps.Add($"what follows contradicts it: \"{claim.Text}\"");
            return Open(answer.Value, claim.Value!);
        }

        return answer;
    }

    private Claim Open(Mention one, Mention other) => answer with { Value = null, Open = [one, other] };

    private bool Same(Claim claim) => claim.Value?.Key == answer.Value?.Key && claim.Abstains == answer.Abstains && claim.Open.Count == 0;
}
