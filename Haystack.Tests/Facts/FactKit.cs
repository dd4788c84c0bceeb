using Haystack.Corpora;
using Haystack.Facts;
using Haystack.Languages;

namespace Haystack.Tests.Facts;

/// <summary>Documents of planted facts between plain sentences, put together without the planner.</summary>
internal static class FactKit
{
    private static readonly string[] English =
    [
        "The council met again on the first day of the week and spoke about the roads.",
        "Nothing much was decided, but the repair of the old bridge was put on the list.",
        "In the afternoon the rain came back, and the market closed before its hour.",
        "Two of the older members asked for a fire in the room and got one.",
        "The price of salt had gone up a little since the spring.",
        "Some said that the harvest would be late, and others that it would not come at all.",
        "The clerk wrote everything down and read it out slowly at the end.",
        "After that the lamps were put out and everyone went home by the lower path.",
    ];

    private static readonly string[] Chinese =
    [
        "这一天早上下了一场小雨，街上的人比平时少了许多。", "会上先谈了修路的事，后来又说起了今年的收成。",
        "有人提出要把旧桥再修一次，大家都没有反对。", "下午的时候天气好了一些，市场又热闹了起来。",
        "记录的人把说过的话一句一句写了下来。", "盐的价钱比春天的时候高了一点。",
        "有几位老人说，冬天恐怕会来得很早。", "散会以后，大家沿着河边的小路慢慢走回家去。",
    ];

    public static Corpus Corpus(string language, string? text = null) => new()
    {
        Name = "plain",
        Language = language,
        Text = text ?? string.Join(Language.Of(language).Join, Sentences(language)),
        Boundaries = [0, 1],
        Sha256 = "",
    };

    public static IFactSource Source(string language) => FactLibrary.Load().For(Corpus(language), out _);

    public static ChainRequest Request(Family family, ulong seed, int hops = 2, int chains = 8, int orphans = 2) => new()
    {
        Seed = new Seed(seed),
        Family = family.Name,
        Language = family.Language.Code,
        Hops = hops,
        Orders = [.. Enumerable.Range(0, chains).Select(i => i % 2 == 0 ? FactOrder.BridgeFirst : FactOrder.BridgeLast)],
        Orphans = orphans,
    };

    /// <summary>Every family with every number of hops it takes.</summary>
    public static IEnumerable<(Family Family, int Hops)> Shapes() =>
        FactLibrary.Load().All.SelectMany(f => Enumerable.Range(2, f.Hops.Count - 1).Select(h => (f, h)));

    /// <summary>Plain sentences with the chains' facts between them, in the order that each chain asks for.</summary>
    public static string Document(IReadOnlyList<FactChain> chains, ulong seed, int filler = 3)
    {
        var join = Language.Of(chains[0].Language).Join;
        var sentences = Sentences(chains[0].Language);
        var random = new Seed(seed).Derive("document").Stream();
        var queues = chains.Select(c => new Queue<Fact>(c.FactsInTextOrder)).Where(q => q.Count > 0).ToList();
        var text = new System.Text.StringBuilder();
        void Add(string sentence) => text.Append(
            text.Length == 0 ? "" : random.Next(8) == 0 ? " \n\n" : join).Append(sentence);
        for (var i = 0; i < filler; i++)
            Add(random.Pick(sentences));
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            Add(queue.Dequeue().Text);
            if (queue.Count == 0)
                queues.Remove(queue);
            for (var i = random.Next(filler + 1); i > 0; i--)
                Add(random.Pick(sentences));
        }

        return text.ToString();
    }

    public static string Prompt(string document, string question) =>
        $"Read the text and answer the question after it.\n\n{document}\n\nQuestion: {question}\nIf the text does not say, say so. End with a line \"Answer: …\".";

    /// <summary>Plain sentences; of a language that has none here, those that its noise repeats.</summary>
    private static IReadOnlyList<string> Sentences(string language) => language switch { "en" => English, "zh" => Chinese, _ => Language.Of(language).Noise };
}
