using System.Collections.Concurrent;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Documents;

/// <summary>Makes documents from plans, exact to the token. Thread-safe.</summary>
internal sealed class DocumentBuilder
{
    private const int FactAttempts = 512;

    /// <summary>How often a document is laid out anew where a short stretch of filler joins no text on both of its sides.</summary>
    private const int Layouts = 24;

    /// <summary>After so many layouts the facts are drawn anew too.</summary>
    private const int LayoutsOfFacts = 4;

    private readonly Filler _filler;
    private readonly IFactSource _facts;
    private readonly PromptText _wording;
    private readonly IReadOnlyList<QuestionPlacement> _placements;
    private readonly int _templateTokens;
    private readonly FactWriter _writer;
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _otherHeads = new(StringComparer.Ordinal);

    /// <summary>A builder for one model's tokenizer and one corpus.</summary>
    /// <param name="filler">The corpus, counted by the model's tokenizer.</param>
    /// <param name="facts">Where chains come from.</param>
    /// <param name="wording">What stands around the document.</param>
    /// <param name="placements">Where questions stand: a document leaves room for the longest.</param>
    /// <param name="templateTokens">Tokens that the server adds around the message.</param>
    public DocumentBuilder(
        Filler filler, IFactSource facts, PromptText wording, IReadOnlyList<QuestionPlacement> placements, int templateTokens)
    {
        _filler = filler;
        _facts = facts;
        _wording = wording;
        _placements = placements;
        _templateTokens = templateTokens;
        _writer = new FactWriter(filler, wording.FactLead);
    }

    private ModelTokenizer Tokenizer => _filler.Corpus.Tokenizer;

    /// <summary>How much room a document has, and how long its longest fact is, in counted tokens.</summary>
    public (int DocumentTokens, int LongestFactTokens) Measure(DocumentPlan plan)
    {
        var chains = Draw(plan, attempt: 0);
        return (
            Room(plan, chains),
            chains.SelectMany(c => c.Facts).Max(_writer.Count));
    }

    /// <summary>Makes one document.</summary>
    /// <exception cref="HaystackException">Its facts do not fit, or a stretch of filler cannot be met; nothing is shrunk.</exception>
    public Document Build(DocumentPlan plan)
    {
        var unmet = 0;
        for (var layout = 0; layout < Layouts; layout++)
        {
            if (TryBuild(plan, layout, out unmet) is { } document)
                return document;
        }

        throw new HaystackException(
            $"corpus '{_filler.Corpus.Corpus.Name}': no stretch of exactly {unmet} tokens could be put together; use a longer or more varied text");
    }

    private Document? TryBuild(DocumentPlan plan, int layout, out int unmet)
    {
        var (chains, texts) = CreateChains(plan, layout / LayoutsOfFacts);
        var documentTokens = Room(plan, chains);
        var (blocks, line) = FactBlocks.Of(plan, Tokenizer, LeastStretch, chains, texts, plan.Seed.Derive("between", layout).Stream());
        var starts = FactLayout.Place(blocks, documentTokens, LeastStretch, plan.Seed.Derive("layout", layout).Stream())
            ?? throw new DoesNotFitException(
                $"{plan.Chains.Count} chains do not fit a prompt of {TokenSize.Format(plan.ContextTokens)} tokens ({Math.Max(0, documentTokens)} for the document, {texts.Sum(c => c.Sum(t => t.Tokens))} of them facts): use fewer --chains-per-document, shorter --distances or a larger context");
        return Assemble(plan, chains, line.Select(f => (f.Chain, f.Fact, starts[f.Block] + f.Offset)), documentTokens, plan.Seed.Derive("filler", layout).Stream(), out unmet);
    }

    /// <summary>Every question about a document that belongs to <paramref name="arms"/>, in the order of its chains.</summary>
    public IEnumerable<Prompt> Prompts(Document document, IReadOnlyList<Arm> arms) =>
        Trials.About(document.Plan, _placements, arms).Select(t => PromptOf(document, t));

    /// <summary>The questions of a document that are asked without it.</summary>
    public IEnumerable<Prompt> ClosedBookPrompts(Document document) =>
        Trials.ClosedBook(document.Plan, [Arm.ClosedBook]).Select(t => PromptOf(document, t));

    /// <summary>The prompt of one question about a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="trial">The question.</param>
    /// <param name="rewording">Which other wording of the instruction to use; null for its own.</param>
    public Prompt PromptOf(Document document, Trial trial, int? rewording = null)
    {
        var chain = document.Chains[trial.Chain];
        var question = chain.Questions.First(q => q.Arm == trial.Arm);
        if (trial.Arm == Arm.ClosedBook)
        {
            var text = _wording.ClosedBook(question);
            return new Prompt
            {
                Chain = chain,
                Question = question,
                Placement = QuestionPlacement.After,
                Head = text,
                Document = null,
                Tail = "",
                ContentTokens = Tokenizer.Count(text),
                HeadTokens = 0,
            };
        }

        var head = rewording is { } number ? OtherHeads(trial.Placement, question) is { Count: > 0 } others ? others[number % others.Count] : throw new HaystackException(
            $"the instruction has no other wording of as many tokens by {Tokenizer.Source}: use --cache on") : _wording.Head(trial.Placement, question);
        var tail = _wording.Tail(trial.Placement, question);
        var headTokens = Tokenizer.Count(head);
        return new Prompt
        {
            Chain = chain,
            Question = question,
            Placement = trial.Placement,
            Head = head,
            Document = document,
            Tail = tail,
            ContentTokens = headTokens + document.Tokens + Tokenizer.Count(tail),
            HeadTokens = headTokens,
        };
    }

    /// <summary>How many other wordings of the instruction have exactly its number of tokens.</summary>
    public int Rewordings(Document document) =>
        _placements.Min(p => OtherHeads(p, document.Chains[0].Questions[0]).Count);

    /// <summary>The other wordings of what stands before the document that have exactly as many tokens.</summary>
    private IReadOnlyList<string> OtherHeads(QuestionPlacement placement, Question question)
    {
        // The question is part of some heads; where it is not, all questions have the same ones.
        var head = _wording.Head(placement, question);
        return _otherHeads.GetOrAdd(head, _ => [.. _wording.OtherHeads(placement, question).Where(h => Tokenizer.Count(h) == Tokenizer.Count(head))]);
    }

    /// <summary>
    /// Chains whose facts join cleanly to what they stand beside; drawn again in the rare case that some cannot.
    /// </summary>
    private (IReadOnlyList<FactChain> Chains, IReadOnlyList<IReadOnlyList<FactText>> Texts) CreateChains(DocumentPlan plan, int first)
    {
        for (var attempt = first; attempt < FactAttempts; attempt++)
        {
            var chains = Draw(plan, attempt);
            var texts = chains
                .Select(c => _writer.Write(c, sideBySide: plan.Arrangement == Arrangement.Gathered || FactBlocks.DistanceOf(plan, c) == 0))
                .OfType<IReadOnlyList<FactText>>()
                .ToList();
            if (texts.Count == chains.Count)
                return (chains, texts);
        }

        throw new HaystackException(
            $"facts of family '{plan.Family}' ({plan.Language}) cannot stand side by side at a token boundary of {Tokenizer.Source}");
    }

    private IReadOnlyList<FactChain> Draw(DocumentPlan plan, int attempt) => _facts.Create(new ChainRequest
    {
        Seed = plan.Seed.Derive("facts", attempt),
        Family = plan.Family,
        Language = plan.Language,
        Hops = plan.Hops,
        Orders = [.. plan.Chains.Select(c => c.Order)],
        Orphans = plan.OrphanTargets.Count,
        Distractors = plan.Distractors,
    });

    /// <summary>The least filler between two facts, in counted tokens: it must hold a paragraph's lead where there may be one.</summary>
    public int LeastStretch => _filler.MinimumStretch + _writer.ParagraphLeadTokens;

    /// <summary>Whether two facts can stand exactly so many counted tokens apart, whatever stands at the far side of the gap.</summary>
    public bool CanMeet(int stretch) => _filler.CanMeet(stretch) && _filler.CanMeet(stretch - _writer.ParagraphLeadTokens);

    private int MostTokensAround(IReadOnlyList<FactChain> chains) =>
        chains.SelectMany(c => c.Questions)
            .Where(q => q.Arm != Arm.ClosedBook)
            .SelectMany(q => _placements.Select(p => Tokenizer.Count(_wording.Head(p, q)) + Tokenizer.Count(_wording.Tail(p, q))))
            .Max();

    /// <summary>What the longest question leaves for the document.</summary>
    private int Room(DocumentPlan plan, IReadOnlyList<FactChain> chains) =>
        TokenScale.ToCounted(Tokenizer, plan.ContextTokens - _templateTokens) - MostTokensAround(chains);

    /// <summary>Null where a stretch of <paramref name="unmet"/> tokens could not be put together.</summary>
    private Document? Assemble(
        DocumentPlan plan, IReadOnlyList<FactChain> chains, IEnumerable<(int Chain, FactText Fact, int Start)> placed, int documentTokens,
        RandomStream random, out int unmet)
    {
        var line = placed.OrderBy(f => f.Start).ToList();
        var anyQuestion = chains[0].Questions[0];
        var head = _wording.Head(_placements[0], anyQuestion);
        var tail = _wording.Tail(_placements[0], anyQuestion);
        var run = new FillerRun(_filler, documentTokens, head, random);
        var slices = new List<TextSlice>();
        var facts = new List<PlantedFact>();
        var (tokens, length) = (0, 0);
        foreach (var (chain, fact, start) in line)
        {
            if (!TryFill(unmet = start - tokens, fact))
                return null;
            slices.Add(TextSlice.Of(fact.Text));
            facts.Add(new PlantedFact(chain, fact.Hop, fact.Text, length, length + fact.Text.Length, start, start + fact.Tokens));
            length += fact.Text.Length;
            tokens = start + fact.Tokens;
        }

        return !TryAppend(unmet = documentTokens - tokens, tail, mustEnd: false)
            ? null
            : new Document { Plan = plan, Chains = chains, Slices = slices, Facts = facts, Tokens = documentTokens, Length = length };

        // The fact follows text that ends, found elsewhere in the corpus if need be; else it opens a paragraph.
        bool TryFill(int stretch, FactText fact)
        {
            if (stretch == 0 || !fact.OpensParagraph && TryAppend(stretch, fact.Text, mustEnd: true))
                return true;
            if (!fact.MayOpenParagraph || !TryAppend(stretch - _writer.ParagraphLeadTokens, FactWriter.ParagraphLead, mustEnd: false))
                return false;
            slices.Add(TextSlice.Of(FactWriter.ParagraphLead));
            length += FactWriter.ParagraphLead.Length;
            return true;
        }

        bool TryAppend(int stretch, string following, bool mustEnd)
        {
            var first = slices.Count;
            if (!run.TryAppend(stretch, slices, following, mustEnd))
                return false;
            for (var i = first; i < slices.Count; i++)
                length += slices[i].Length;
            return true;
        }
    }
}
