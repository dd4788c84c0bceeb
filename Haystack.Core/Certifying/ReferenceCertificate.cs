using Haystack.Reference;

namespace Haystack.Certifying;

/// <summary>What a reference model recalls, found by the evaluator on many texts. Same model and numbers, same certificate.</summary>
internal sealed record ReferenceCertificate
{
    /// <summary>Chains of every text: the load, which is the same at all lengths.</summary>
    public const int Chains = 8;

    private const int ShortestTokens = 512, MostReplyTokens = 8;

    /// <summary>What it is the certificate of.</summary>
    public required ReferenceOptions Options { get; init; }

    /// <summary>Texts of each length.</summary>
    public required int DocumentsEach { get; init; }

    /// <summary>Lengths of the texts, in tokens.</summary>
    public required IReadOnlyList<int> Contexts { get; init; }

    /// <summary>Recall of single facts by how far back they stand.</summary>
    public required IReadOnlyList<RecallBin> Bins { get; init; }

    /// <summary>Where half of all single facts are found; null where none or nearly all are.</summary>
    public HalfDistance? HalfDistance { get; init; }

    /// <summary>Questions of all numbers of links, and how many were answered right.</summary>
    public required int Asked { get; init; }

    /// <summary>How many of them were answered right.</summary>
    public required int Right { get; init; }

    /// <summary>Questions without an answer in the text.</summary>
    public required int Absent { get; init; }

    /// <summary>How many of them were answered so.</summary>
    public required int AbsentRight { get; init; }

    /// <summary>The lengths at which a variant is certified and checked: doublings, up to 8k, or to 8 times the distance at which half is lost.</summary>
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
        var answers = contexts.SelectMany(c => Enumerable.Range(0, documentsEach).Select(d => (Context: c, Document: d)))
            .AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .SelectMany(t => Answer(evaluator, Text(model, t.Context, t.Document), t.Context)).ToList();
        var stated = answers.Where(a => !a.Question.IsAbsent).ToList();
        var single = stated.Where(a => a.Question.Links == 1).ToList();
        return new ReferenceCertificate
        {
            Options = model.Options,
            DocumentsEach = documentsEach,
            Contexts = contexts,
            Bins = RecallBin.Of(single.Select(a => (a.Question.Distances[0], a.Outcome))),
            HalfDistance = HalfDistance.Fit([.. single.Select(a => (a.Question.Distances[0], a.Outcome == ReferenceOutcome.Right))]),
            Asked = stated.Count,
            Right = stated.Count(a => a.Outcome == ReferenceOutcome.Right),
            Absent = answers.Count - stated.Count,
            AbsentRight = answers.Count(a => a.Question.IsAbsent && a.Outcome == ReferenceOutcome.Right),
        };
    }

    /// <summary>Text number <paramref name="document"/> of a length: the same for every variant of the same number of links.</summary>
    public static ReferenceText Text(ReferenceModel model, int tokens, int document) =>
        ReferenceText.Write(model, tokens, Chains, new Seed(18).Derive($"certificate/{tokens}", document));

    /// <summary>What the evaluator says to every question about a text.</summary>
    public static IEnumerable<AnsweredQuestion> Answer(ReferenceEvaluator evaluator, ReferenceText text, int contextTokens)
    {
        var reading = evaluator.Start();
        foreach (var question in text.Questions())
        {
            reading.ReadPrompt(evaluator.Model.Tokenizer.Ids(question.Prompt));
            yield return new AnsweredQuestion(question, contextTokens, reading.Text(reading.Answer(MostReplyTokens)));
        }
    }
}
