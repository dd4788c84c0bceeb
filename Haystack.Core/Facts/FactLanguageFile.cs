using Haystack.Facts.Pools;
using Haystack.Languages;
using Haystack.Languages.Yaml;

namespace Haystack.Facts;

/// <summary>Reads <c>language.yaml</c>: the pools and phrases that a language's families share.</summary>
internal static class FactLanguageFile
{
    // Below this, 10,000 documents of ten chains would see the same names in the same company.
    private const long LeastCoined = 20_000;

    /// <exception cref="HaystackException">The file is broken: file, line and reason.</exception>
    public static FactLanguage Read(string file, string code, string text)
    {
        var map = YamlReader.Read(file, text);
        var spaced = map.Text("spaces");
        if (spaced.Value is not ("yes" or "no"))
            throw spaced.Fault("'spaces' says whether words are parted by spaces: yes or no");
        var reply = map.Text("reply");
        if (!reply.Value.Contains("{answer}", StringComparison.Ordinal))
            throw reply.Fault("'reply' lacks {answer}");
        var pools = map.Map("pools");
        var language = new FactLanguage
        {
            Code = code,
            Reply = reply.Value,
            Abstention = map.Text("abstention").Value,
            Pools = pools.Keys.ToDictionary(k => k, k => ReadPool(k, pools.Map(k), spaced.Value == "yes", code), StringComparer.Ordinal),
        };
        map.Finish();
        return language;
    }

    private static Pool ReadPool(string name, YamlMap map, bool wholeWords, string code)
    {
        var kind = map.Text("kind");
        Pool pool = kind.Value switch
        {
            "coined" => ReadCoined(name, map, wholeWords),
            "number" => ReadNumber(name, map),
            "words" => new WordsPool(name, map.Text("from").ToInt(), Distinct(map.Texts("words"))),
            "date" => ReadDate(name, map, code),
            "pairs" => ReadPairs(name, map.Map("pairs"), wholeWords),
            _ => throw kind.Fault($"pool '{name}': kind '{kind.Value}' is none of coined, number, words, date, pairs"),
        };
        map.Finish();
        return pool;
    }

    private static CoinedPool ReadCoined(string name, YamlMap map, bool wholeWords)
    {
        var pool = new CoinedPool(name, [.. map.TextLists("parts").Select(Distinct)], wholeWords);
        return pool.Size >= LeastCoined
            ? pool
            : throw map.Fault($"pool '{name}' has only {pool.Size} names; {LeastCoined} are wanted");
    }

    private static NumberPool ReadNumber(string name, YamlMap map)
    {
        var (from, to) = (map.Text("from"), map.Text("to"));
        if (from.ToInt() < 100 || to.ToInt() <= from.ToInt() || to.ToInt() > 99_999)
            throw from.Fault($"pool '{name}': numbers run from at least 100 up to at most 99999");
        return new NumberPool(name, from.ToInt(), to.ToInt());
    }

    private static DatePool ReadDate(string name, YamlMap map, string code)
    {
        var (from, to, months) = (map.Text("from"), map.Text("to"), map.Texts("months"));
        if (from.ToInt() < 1000 || to.ToInt() < from.ToInt() || to.ToInt() > 9999)
            throw from.Fault($"pool '{name}': years have four figures and run upwards");
        if (months.Count != 12)
            throw map.Fault($"pool '{name}': {months.Count} months, not 12");
        var format = map.Text("format");
        var also = map.Texts("also");
        foreach (var one in also.Prepend(format))
        {
            if (!(one.Value.Contains("{day}", StringComparison.Ordinal) || one.Value.Contains("{dayth}", StringComparison.Ordinal)) || !one.Value.Contains("{year}", StringComparison.Ordinal)
                || one.Value.Contains("{month}", StringComparison.Ordinal) == one.Value.Contains("{mm}", StringComparison.Ordinal))
                throw one.Fault($"pool '{name}': a date needs {{day}}, {{year}}, and one of {{month}} and {{mm}}");
        }

        return new DatePool(name, from.ToInt(), to.ToInt(), format.Value, [.. also.Select(a => a.Value)], [.. months.Select(m => m.Value)], Language.Find(code));
    }

    private static PairPool ReadPairs(string name, YamlMap map, bool wholeWords)
    {
        List<PoolValue> pairs = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var told in map.Keys)
        {
            var asked = map.Text(told);
            if (!seen.Add(told) || !seen.Add(asked.Value))
                throw asked.Fault($"pool '{name}': '{told}: {asked.Value}' repeats a word");
            if (told.Contains(asked.Value, StringComparison.OrdinalIgnoreCase) || asked.Value.Contains(told, StringComparison.OrdinalIgnoreCase))
                throw asked.Fault($"pool '{name}': '{told}' and '{asked.Value}' share a word; the link must be knowledge alone");
            pairs.Add(new PoolValue(told, asked.Value));
        }

        return new PairPool(name, pairs, wholeWords);
    }

    private static List<string> Distinct(IReadOnlyList<YamlText> texts)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (!seen.Add(text.Value))
                throw text.Fault($"'{text.Value}' stands twice in the list");
        }

        return [.. texts.Select(t => t.Value)];
    }
}
