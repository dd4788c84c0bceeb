using CsCheck;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Tests.Documents;

/// <summary>Everything that a document and one question about it are drawn from.</summary>
internal sealed record ExactPlan
{
    private const int LeastContext = 2048;
    private const int FactMargin = 32;

    private static readonly QuestionPlacement[][] Placements =
        [[QuestionPlacement.After], [QuestionPlacement.Before], [QuestionPlacement.Before, QuestionPlacement.After]];

    public required ulong Seed { get; init; }

    public required int ContextTokens { get; init; }

    public required string Corpus { get; init; }

    public required Family Family { get; init; }

    public required int Hops { get; init; }

    public required int Chains { get; init; }

    public required int Index { get; init; }

    public required int TemplateTokens { get; init; }

    public required Arrangement Arrangement { get; init; }

    public required QuestionPlacement[] Placement { get; init; }

    /// <summary>Where its distances lie between the least and the largest that fit, on a scale of logarithms.</summary>
    public required double[] Distances { get; init; }

    /// <summary>Plans for prompts from 2k to <paramref name="largestContext"/> tokens, as many between 2k and 4k as between 64k and 128k.</summary>
    public static Gen<ExactPlan> UpTo(int largestContext, int mostChains, IReadOnlyList<string> corpora) =>
        from seed in Gen.ULong
        from scale in Fraction
        from corpus in OneOf(corpora)
        from family in OneOf([.. FactLibrary.Load().All.Where(f => f.Language.Code == corpus[^2..])])
        from hops in Gen.Int[2, family.Hops.Count]
        from chains in Gen.Int[1, mostChains]
        from index in Gen.Int[0, 10_000]
        from template in Gen.Int[0, 60]
        from gathered in Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true)))
        from placement in OneOf(Placements)
        from distances in Fraction.Array[1, 5]
        select new ExactPlan
        {
            Seed = seed,
            ContextTokens = (int)(LeastContext * Math.Pow((double)largestContext / LeastContext, scale)),
            Corpus = corpus,
            Family = family,
            Hops = hops,
            Chains = chains,
            Index = index,
            TemplateTokens = template,
            Arrangement = gathered ? Arrangement.Gathered : Arrangement.Spread,
            Placement = placement,
            Distances = distances,
        };

    /// <summary>
    /// The document, made by the program's own steps; with fewer chains where so many do not fit a short prompt. Null
    /// where one chain does not fit either: <see cref="PackedLayoutTests"/> shows that this is said of no plan that would.
    /// </summary>
    public (Document Document, Prompt Prompt)? TryBuild(int corpusCharacters, ModelTokenizer tokenizer)
    {
        var source = PlanCorpus.Load(Corpus, corpusCharacters);
        var builder = new DocumentBuilder(
            PlanCorpus.Filler(Corpus, corpusCharacters, tokenizer), source.Facts, PromptText.For(Family.Language.Code), Placement, TemplateTokens);
        for (var chains = Chains; chains > 0; chains--)
        {
            try
            {
                var document = builder.Build(Plan(chains, builder, source.Corpus.Sha256));
                var prompts = builder.Prompts(document, SweepDefaults.Arms).ToList();
                return (document, prompts[(int)(Seed % (ulong)prompts.Count)]);
            }
            catch (DoesNotFitException)
            {
                // Refused, as it should be: nothing was shrunk.
            }
        }

        return null;
    }

    // The library's own fractions favour the ends; these are even.
    private static Gen<double> Fraction { get; } = Gen.Int[0, 1 << 20].Select(n => n / (double)(1 << 20));

    private static Gen<T> OneOf<T>(IReadOnlyList<T> items) => Gen.Int[0, items.Count - 1].Select(i => items[i]);

    private DocumentPlan Plan(int chains, DocumentBuilder builder, string corpus)
    {
        var options = new SweepOptions { Seed = Seed, ChainsPerDocument = chains, Hops = Hops };
        DocumentPlan With(IReadOnlyList<int> distances) =>
            new DocumentPlanner(options, corpus, Family.Name, Family.Language.Code, ContextTokens, distances, Arrangement).Plan(Index);
        var (room, longestFact) = builder.Measure(With([0]));
        var largest = (room - (2 * builder.LeastStretch) - (Hops * (longestFact + FactMargin))) / (Hops - 1);
        var distances = Distances.Select(d => (int)(builder.LeastStretch * Math.Pow((double)largest / builder.LeastStretch, d)));
        return With([0, .. distances.Where(_ => largest > builder.LeastStretch).Distinct().Order()]);
    }
}
