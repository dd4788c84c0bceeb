using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>The rows of a sweep by a <see cref="ReaderKind"/> over a grid: what reports, gates and comparisons read.</summary>
internal sealed class ReaderSweep(ReaderKind kind, Seed seed, string model)
{
    private readonly ReaderKind _kind = kind;
    private readonly Seed _seed = seed;
    private readonly string _model = model;

    /// <summary>The rows, document by document.</summary>
    public TrialRow[] Run(PlannedGrid grid) => [.. grid.Documents.SelectMany(Document)];

    private List<TrialRow> Document(PlacedChain[] chains)
    {
        var random = _seed.Derive(chains[0].Document).Stream();
        var own = _kind.DocumentSpread * Gaussian(random);
        var (combine, lapse) = _kind.Elsewhere is { } elsewhere && random.NextDouble() < 0.5 ? elsewhere : (_kind.Combine, _kind.Lapse);
        var rows = new List<TrialRow>();
        foreach (var chain in chains)
        {
            if (chain.DistanceTokens is null)
            {
                rows.Add(Row(chain, Arm.Absent, random.NextDouble() < _kind.Abstains ? Outcome.Correct : Outcome.Invented, 0));
                continue;
            }

            var (firstOwn, lastOwn) = _kind.FactSpread == 0 ? (0, 0) : (_kind.FactSpread * Gaussian(random), _kind.FactSpread * Gaussian(random));
            var (first, second) = (Finds(chain.FirstPlace, firstOwn), Finds(chain.LastPlace, lastOwn));
            var found = _kind.FactsAreFixed ? first && second : Finds(chain.FirstPlace, firstOwn) && Finds(chain.LastPlace, lastOwn);
            var knows = found && random.NextDouble() < ReaderKind.Logistic(combine(chain) + own) && Attends();
            var pair = random.NextDouble() < _kind.Capped(chain.DistanceTokens.Value) ? Outcome.CappedOutput : Said(knows, _kind.Chance.Pair, _kind.AbstainsFrom(chain.DistanceTokens.Value));
            if (pair is not Outcome.Correct && random.NextDouble() < _kind.WrongIsMissing)
                pair = Outcome.Failed;
            rows.Add(Row(chain, Arm.Pair, pair, _kind.Chance.Pair));
            rows.Add(Row(chain, Arm.First, Said(first && Attends(), _kind.Chance.Single, _kind.Abstains), _kind.Chance.Single));
            rows.Add(Row(chain, Arm.Second, Said(second && Attends(), _kind.Chance.Single, _kind.Abstains), _kind.Chance.Single));

            bool Finds(double place, double ofFact) => _kind.Find(place, chain.ContextTokens) is var found
                && random.NextDouble() < (ofFact == 0 ? found : ReaderKind.Logistic(ReaderKind.Odds(found) + ofFact));
        }

        return rows;

        bool Attends() => lapse == 0 || random.NextDouble() >= lapse;

        Outcome Said(bool knows, double chance, double abstains) => knows ? Outcome.Correct
            : random.NextDouble() < abstains ? Outcome.Abstained
            : random.NextDouble() < chance ? Outcome.Correct : Outcome.OtherChain;
    }

    private TrialRow Row(PlacedChain chain, Arm arm, Outcome outcome, double chance) => new()
    {
        Key = $"{chain.Document}/{chain.Chain}/{arm}",
        Model = _model,
        DocumentId = chain.Document,
        Chain = chain.Chain,
        Family = "link",
        Language = "en",
        Arm = arm,
        Order = chain.Order,
        Hops = 2,
        ContextTokens = chain.ContextTokens,
        DistanceTokens = chain.DistanceTokens,
        Position = chain.Position,
        FactPosition = arm switch { Arm.First => chain.FirstPlace, Arm.Second => chain.LastPlace, _ => null },
        FirstFactPosition = chain.DistanceTokens is null ? null : chain.FirstPlace,
        LastFactPosition = chain.DistanceTokens is null ? null : chain.LastPlace,
        InterveningFacts = chain.DistanceTokens is null ? null : chain.InterveningFacts,
        ChanceLevel = chance,
        PromptTokensPlanned = chain.ContextTokens,
        PromptTokensCounted = chain.ContextTokens,
        Outcome = outcome,
        Expected = "x",
        Question = "?",
        TotalSeconds = 1,
    };

    private static double Gaussian(RandomStream random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
