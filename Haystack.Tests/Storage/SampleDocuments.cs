using System.Globalization;
using Haystack.Facts;
using Haystack.Storage;

namespace Haystack.Tests.Storage;

internal static class SampleDocuments
{
    internal const int FactTokens = 18;
    private const string Filler = "The wardens of the lower quay kept their ledgers dry that winter, and the ferry ran late on market days. Nobody wrote down why. ";

    public static IReadOnlyList<SampleDocument> Make(SampleShape shape)
    {
        var seed = new Seed(shape.Seed);
        return
        [
            .. from family in shape.Families
               from language in shape.Languages
               from context in shape.Contexts
               from number in Enumerable.Range(0, shape.Documents)
               select One(seed.Derive($"{family}/{language}/{context}", number), shape, family, language, context, number),
        ];
    }

    private static SampleDocument One(Seed seed, SampleShape shape, string family, string language, int context, int number)
    {
        var random = seed.Stream();
        var fitting = shape.Distances.Where(d => d + 3 * FactTokens + 200 < context).ToArray();
        var tokens = context - 160;
        var chains = new List<SampleChain>();
        var facts = new List<PlantedFactRow>();
        for (var i = 0; i < shape.Chains + shape.Orphans; i++)
        {
            int? distance = i < shape.Chains ? fitting[(i + number * 3) % fitting.Length] : null;
            var room = tokens - (distance ?? 0) - 2 * FactTokens;
            var start = random.Next(Math.Max(1, room));
            var second = start + FactTokens + (distance ?? 0);
            var order = (i + number) % 2 == 0 ? FactOrder.BridgeFirst : FactOrder.BridgeLast;
            chains.Add(new SampleChain(i, order, distance, (start + 9.0) / tokens, (second + 9.0) / tokens));
            var hops = order == FactOrder.BridgeFirst ? (First: 1, Later: 2) : (First: 2, Later: 1);
            facts.Add(Fact(i, hops.First, start, language));
            if (distance is not null)
                facts.Add(Fact(i, hops.Later, second, language));
        }

        var row = new DocumentRow
        {
            Id = $"{family}-{language}-{context}-{number}",
            Seed = seed.Value,
            ContextTokens = context,
            DocumentTokens = tokens,
            Family = family,
            Language = language,
            Sha256 = seed.Value.ToString("x16", CultureInfo.InvariantCulture).PadLeft(64, 'a'),
            Facts = [.. facts.OrderBy(f => f.TokenStart)],
        };
        return new SampleDocument(row, chains);
    }

    private static PlantedFactRow Fact(int chain, int hop, int token, string language)
    {
        var text = (language, hop) switch
        {
            ("zh", 1) => $"林晚舟把第{chain}号铜钥匙交给了守灯人。",
            ("zh", _) => $"守灯人{chain}住在青石渡。",
            (_, 1) => $"Maris Thornqvist gave brass key number {chain} to the lamplighter of Ebonmere.",
            _ => $"The lamplighter of Ebonmere number {chain} lives in Quillhaven.",
        };
        return new PlantedFactRow(chain, hop, text, token * 5, token * 5 + text.Length, token, token + FactTokens, Filler, Filler);
    }
}
