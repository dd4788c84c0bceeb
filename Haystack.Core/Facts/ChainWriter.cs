namespace Haystack.Facts;

/// <summary>Words the chains of one document: facts, questions, and what is needed to score their answers.</summary>
internal sealed class ChainWriter
{
    private readonly Family _family;
    private readonly ChainRequest _request;
    private readonly IReadOnlyList<DraftChain> _drafts;
    private readonly Dictionary<int, Template[]> _decks = [];

    public ChainWriter(Family family, ChainRequest request, IReadOnlyList<DraftChain> drafts)
    {
        (_family, _request, _drafts) = (family, request, drafts);
        foreach (var hop in family.Hops.Take(request.Hops).Where(h => h.Wording == h.Number))
        {
            // One deck a document: a paraphrase comes again only when all others have been used.
            var deck = hop.Facts.ToArray();
            request.Seed.Derive("wording", hop.Number).Stream().Shuffle<Template>(deck);
            _decks.Add(hop.Number, deck);
        }
    }

    public FactChain Write(DraftChain draft)
    {
        var random = _request.Seed.Derive("questions", draft.Index).Stream();
        Hop[] planted = [.. draft.Planted(_family, _request.Hops)];
        return new FactChain
        {
            Index = draft.Index,
            Family = _family.Name,
            Language = _family.Language.Code,
            Hops = _request.Hops,
            Order = draft.MissingHop == 0 ? _request.Orders[draft.Index]
                : random.Next(2) == 0 ? FactOrder.BridgeFirst : FactOrder.BridgeLast,
            Facts = [.. planted.Select(h => new Fact(h.Number, Deck(h, draft.Index).Fill(_family.ToWording(h, draft.Told))))],
            Values = [.. planted.SelectMany(h => h.Slots).Where(s => _family.PoolOf(s).IsValue).Select(s => draft.Told[s]).Distinct(StringComparer.Ordinal)],
            Questions = Questions(draft, random),
        };
    }

    private Template Deck(Hop hop, int chain)
    {
        // Hops that share their wording draw from one deck, side by side.
        var sharing = _family.Hops.Take(_request.Hops).Where(h => h.Wording == hop.Wording).ToList();
        var deck = _decks[hop.Wording];
        return deck[((chain * sharing.Count) + sharing.IndexOf(hop)) % deck.Length];
    }

    private List<Question> Questions(DraftChain draft, RandomStream random)
    {
        if (draft.OnlyHop != 0)
            return [];
        var pair = Pair(draft, random);
        if (draft.MissingHop != 0)
            return [pair with { Arm = Arm.Absent }];
        return
        [
            pair,
            Single(draft, Arm.First, _family.Hops[0], random),
            Single(draft, Arm.Second, _family.LastHop(_request.Hops), random),
            pair with { Arm = Arm.ClosedBook, ChanceLevel = _family.Rule.IsChoice ? pair.ChanceLevel : 0 },
        ];
    }

    private Question Pair(DraftChain draft, RandomStream random)
    {
        var template = random.Pick(_family.Pair[_request.Hops]);
        string[] choices = [.. _family.Rule.Choices(_family, draft.Told)];
        random.Shuffle<string>(choices);
        Dictionary<string, string> values = new(draft.Asked, StringComparer.Ordinal);
        for (var i = 0; i < choices.Length; i++)
            values.Add($"choice{i + 1}", choices[i]);
        var hidden = draft.Told.Where(v => draft.Asked[v.Key] != v.Value).Select(v => v.Value);
        return new Question
        {
            Arm = Arm.Pair,
            Text = template.Fill(values),
            Answer = draft.Answer,
            Accepted = _family.FormsOf(_family.Rule.AnswerSlot(_family, _request.Hops), draft.Answer),
            Kind = _family.Rule.IsChoice ? AnswerKind.Choice : _family.PoolOf(_family.LastHop(_request.Hops).To).Kind,
            Intermediates = [.. _family.Rule.Partial(_family, _request.Hops, draft.Told).Concat(hidden)],
            Choices = choices,
            ChanceLevel = draft.MissingHop == 0 ? PairChance(draft) : 0,
        };
    }

    private Question Single(DraftChain draft, Arm arm, Hop hop, RandomStream random) => new()
    {
        Arm = arm,
        Text = random.Pick(hop.Questions).Fill(_family.ToWording(hop, draft.Asked)),
        Answer = draft.Told[hop.To],
        Accepted = _family.FormsOf(hop.To, draft.Told[hop.To]),
        Kind = _family.PoolOf(hop.To).Kind,
        Intermediates = [],
        Choices = [],
        ChanceLevel = 1.0 / CountStated(hop),
    };

    /// <summary>
    /// A random pick: of two where the question offers two; of the values that last facts state; of all results
    /// that any last fact's value and any first fact's relation give, where the answer is worked out.
    /// </summary>
    private double PairChance(DraftChain draft)
    {
        var last = _family.LastHop(_request.Hops);
        if (_family.Rule.IsChoice)
            return 0.5;
        if (!_family.Rule.IsComputed)
            return 1.0 / CountStated(last);
        var relations = _drafts.Where(d => d.MissingHop != 1).Select(d => new Dictionary<string, string>(d.Told)).ToList();
        string[] values = [.. _drafts.Where(d => d.MissingHop != last.Number).Select(d => d.Told[last.To])];
        var right = relations.Sum(r => values.Count(v =>
        {
            r[last.To] = v;
            return _family.Rule.Answer(_family, _request.Hops, r) == draft.Answer;
        }));
        return (double)right / (relations.Count * values.Length);
    }

    /// <summary>How many values the document states where this hop's answer stands.</summary>
    private int CountStated(Hop hop) => _drafts
        .SelectMany(d => d.Planted(_family, _request.Hops).Where(h => h.Wording == hop.Wording).Select(h => d.Told[h.To]))
        .Distinct(StringComparer.Ordinal).Count();
}
