using Haystack.Reference;

namespace Haystack.Certifying;

/// <summary>What a reference model recalls, found by the evaluator on many texts. Same model and numbers, same certificate.</summary>
internal sealed record ReferenceCertificate
{
    /// <summary>Chains of every text: the load, which is the same at all lengths.</summary>
    public const int Chains = 8;

    /// <summary>The shortest text, in tokens.</summary>
    public const int ShortestTokens = 512;

    /// <summary>Room in a text's length for a question and its reply.</summary>
    private const int Room = 64;

    // A heavy load beside: so many facts in so long a text, on one text of each so many.
    private const int HeavyFacts = 500, HeavyTokens = 64 * 1024, DocumentsAHeavyOne = 20;

    private const int MostReplyTokens = 8, UsualMostTokens = 16 * 1024, HalvesCovered = 8;

    /// <summary>What it is the certificate of.</summary>
    public required ReferenceOptions Options { get; init; }

    /// <summary>Each length, with the same load.</summary>
    public required IReadOnlyList<CertifiedLength> Lengths { get; init; }

    /// <summary>Long texts with many facts; null for a variant that forgets or is blurred.</summary>
    public CertifiedLength? Heavy { get; init; }

    /// <summary>Recall of single facts by how far back they stand.</summary>
    public required IReadOnlyList<RecallBin> Bins { get; init; }

    /// <summary>Where half of all single facts are found; null where none or nearly all are.</summary>
    public HalfDistance? HalfDistance { get; init; }

    /// <summary>All lengths together, without the heavy load.</summary>
    public CertifiedLength Asked => CertifiedLength.Sum(Lengths);

    /// <summary>Texts, those of the heavy load with them.</summary>
    public int Documents => Asked.Documents + (Heavy?.Documents ?? 0);

    /// <summary>Lengths of the texts, in tokens.</summary>
    public IReadOnlyList<int> Contexts => [.. Lengths.Select(l => l.Tokens)];

    /// <summary>The longest texts that a variant is certified on: so long that a fact may stand 8 times as far back as half are found.</summary>
    public static int MostTokensOf(ReferenceOptions options) => Math.Max(UsualMostTokens, Math.Min(HalvesCovered * options.Recency, options.ContextTokens / 2));

    /// <summary>The lengths at which a variant is certified and checked: doublings.</summary>
    public static IReadOnlyList<int> ContextsOf(ReferenceOptions options, int most)
    {
        var contexts = new List<int>();
        for (var tokens = ShortestTokens; tokens <= Math.Min(most, options.ContextTokens - ShortestTokens); tokens *= 2)
            contexts.Add(tokens);
        return contexts;
    }

    /// <summary>Reads and answers so many texts of each length.</summary>
    public static ReferenceCertificate Find(ReferenceModel model, int documentsEach, int mostTokens, CancellationToken cancellationToken = default)
    {
        var contexts = ContextsOf(model.Options, mostTokens);
        var evaluator = new ReferenceEvaluator(model);
        var single = new List<(int Distance, ReferenceOutcome Outcome)>();
        var lengths = new List<CertifiedLength>();
        foreach (var context in contexts)
        {
            var answers = All(documentsEach, d => Text(model, context, d), context);
            lengths.Add(CertifiedLength.Of(context, Chains * model.Options.Hops, documentsEach, answers));
            single.AddRange(answers.Where(a => a.Question.Links == 1 && !a.Question.IsAbsent).Select(a => (a.Question.Distances[0], a.Outcome)));
        }

        return new ReferenceCertificate
        {
            Options = model.Options,
            Lengths = lengths,
            Heavy = model.Options is { Recency: 0, Sharpness: >= ReferenceOptions.DefaultSharpness } ? Heavily() : null,
            Bins = RecallBin.Of(single),
            HalfDistance = HalfDistance.Fit([.. single.Select(a => (a.Distance, a.Outcome == ReferenceOutcome.Right))]),
        };

        List<AnsweredQuestion> All(int documents, Func<int, ReferenceText> text, int context) =>
            [.. Enumerable.Range(0, documents).AsParallel().AsOrdered().WithCancellation(cancellationToken).SelectMany(d => Answer(evaluator, text(d), context))];

        CertifiedLength Heavily()
        {
            var (documents, chains) = ((documentsEach + DocumentsAHeavyOne - 1) / DocumentsAHeavyOne, HeavyFacts / model.Options.Hops);
            return CertifiedLength.Of(HeavyTokens, chains * model.Options.Hops, documents, All(documents, d => HeavyText(model, chains, d), HeavyTokens));
        }
    }

    /// <summary>Text number <paramref name="document"/> of a length: the same for every variant of the same number of links. With a question and its reply it has no more tokens than that.</summary>
    public static ReferenceText Text(ReferenceModel model, int tokens, int document) =>
        ReferenceText.Write(model, tokens - Room, Chains, new Seed(18).Derive($"certificate/{tokens}", document));

    private static ReferenceText HeavyText(ReferenceModel model, int chains, int document) =>
        ReferenceText.Write(model, HeavyTokens - Room, chains, new Seed(18).Derive("certificate/heavy", document));

    /// <summary>What the evaluator says to every question about a text.</summary>
    public static IEnumerable<AnsweredQuestion> Answer(ReferenceEvaluator evaluator, ReferenceText text, int contextTokens)
    {
        var reading = evaluator.Start();
        foreach (var question in text.Questions())
        {
            reading.ReadPrompt(question.Tokens);
            yield return new AnsweredQuestion(question, contextTokens, reading.Text(reading.Answer(MostReplyTokens)));
        }
    }
}
