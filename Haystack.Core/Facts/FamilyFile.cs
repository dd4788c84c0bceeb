using Haystack.Facts.Rules;
using Haystack.Languages.Yaml;

namespace Haystack.Facts;

/// <summary>Reads a family's data file and holds it to the rules that keep answers from leaking.</summary>
internal sealed class FamilyFile
{
    private const int LeastFacts = 8, LeastQuestions = 4;

    private readonly YamlMap _map;
    private readonly FactLanguage _language;
    private readonly Dictionary<string, string> _pools = new(StringComparer.Ordinal);

    private FamilyFile(YamlMap map, FactLanguage language) => (_map, _language) = (map, language);

    /// <exception cref="HaystackException">The file is broken: file, line and reason.</exception>
    public static Family Read(string file, string name, FactLanguage language, string text) =>
        new FamilyFile(YamlReader.Read(file, text), language).Read(name);

    private Family Read(string name)
    {
        var rule = ReadRule();
        ReadSlots();
        var hops = ReadHops(rule);
        var family = new Family
        {
            Name = name,
            Language = _language,
            Rule = rule,
            PoolNames = _pools,
            Forms = ReadForms(),
            Hops = hops,
            Pair = ReadPair(rule, hops),
        };
        _map.Finish();
        if (_pools.Keys.Except(hops.SelectMany(h => h.Slots)).FirstOrDefault() is { } unused)
            throw _map.Fault($"slot '{unused}' is used by no hop");
        if (rule.Extra.FirstOrDefault(s => !hops[0].With.Contains(s)) is { } missing)
            throw _map.Fault($"rule '{_map.Text("rule").Value}' needs slot '{missing}' in hop 1");
        return rule.Refuse(family) is { } reason ? throw _map.Fault(reason) : family;
    }

    private AnswerRule ReadRule()
    {
        var rule = _map.Text("rule");
        return AnswerRule.ByName.TryGetValue(rule.Value, out var known)
            ? known
            : throw rule.Fault($"rule '{rule.Value}' is none of {string.Join(", ", AnswerRule.ByName.Keys)}");
    }

    private void ReadSlots()
    {
        var slots = _map.Map("slots");
        foreach (var slot in slots.Keys)
        {
            var pool = slots.Text(slot);
            if (!_language.Pools.ContainsKey(pool.Value))
                throw pool.Fault($"slot '{slot}': the language has no pool '{pool.Value}'");
            _pools.Add(slot, pool.Value);
        }
    }

    private Dictionary<string, IReadOnlyList<string>> ReadForms()
    {
        Dictionary<string, IReadOnlyList<string>> result = new(StringComparer.Ordinal);
        if (!_map.Has("forms"))
            return result;
        var forms = _map.Map("forms");
        foreach (var slot in forms.Keys)
        {
            var texts = forms.Texts(slot);
            if (!_pools.ContainsKey(slot))
                throw forms.Fault($"'{slot}' is not among the slots");
            if (texts.FirstOrDefault(t => !t.Value.Contains("{value}", StringComparison.Ordinal)) is { } bad)
                throw bad.Fault("a form lacks {value}");
            result.Add(slot, [.. texts.Select(t => t.Value)]);
        }

        return result;
    }

    private List<Hop> ReadHops(AnswerRule rule)
    {
        List<Hop> hops = [];
        foreach (var map in _map.Maps("hops"))
        {
            var number = hops.Count + 1;
            var (from, to) = (Slot(map.Text("from")), Slot(map.Text("to")));
            IReadOnlyList<string> with = map.Has("with") ? [.. map.Texts("with").Select(Slot)] : [];
            var wording = number;
            IReadOnlyList<Template> facts, questions;
            if (map.Has("like"))
            {
                wording = map.Text("like").ToInt();
                if (wording < 1 || wording >= number)
                    throw map.Text("like").Fault("'like' names an earlier hop");
                (facts, questions) = (hops[wording - 1].Facts, hops[wording - 1].Questions);
            }
            else
            {
                facts = Templates(map.Texts("facts"), LeastFacts, [from, to, .. with], isFact: true, map);
                questions = Templates(map.Texts("questions"), LeastQuestions, [from], isFact: false, map);
            }

            if (number > 1 && wording == number && from != hops[^1].To)
                throw map.Fault($"hop {number} starts from '{from}', but hop {number - 1} leads to '{hops[^1].To}'");
            map.Finish();
            hops.Add(new Hop { Number = number, From = from, To = to, With = with, Facts = facts, Questions = questions, Wording = wording });
        }

        if (hops.Count is < 2 or > 5)
            throw _map.Fault($"a family has 2 to 5 hops, not {hops.Count}");
        return rule is CopyRule || hops.Count == 2 ? hops : throw _map.Fault("only rule 'copy' takes more than two hops");
    }

    private Dictionary<int, IReadOnlyList<Template>> ReadPair(AnswerRule rule, List<Hop> hops)
    {
        var map = _map.Map("pair");
        var result = new Dictionary<int, IReadOnlyList<Template>>();
        for (var n = 2; n <= hops.Count; n++)
        {
            IReadOnlyList<string> wanted = rule is EarlierRule ? ["choice1", "choice2"]
                : rule.IsChoice ? [hops[0].From, "choice1", "choice2"] : [hops[0].From];
            var key = n.ToString(System.Globalization.CultureInfo.InvariantCulture);
            result.Add(n, Templates(map.Texts(key), LeastQuestions, wanted, isFact: false, map));
        }

        map.Finish();
        return result;
    }

    private string Slot(YamlText text) =>
        _pools.ContainsKey(text.Value) ? text.Value : throw text.Fault($"'{text.Value}' is not among the slots");

    private static List<Template> Templates(
        IReadOnlyList<YamlText> texts, int least, IReadOnlyList<string> wanted, bool isFact, YamlMap owner)
    {
        if (texts.Count < least)
            throw owner.Fault($"{texts.Count} {(isFact ? "facts" : "questions")}; at least {least} are wanted");
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<Template> templates = [];
        foreach (var text in texts)
        {
            var template = TemplateCheck.Read(text, isFact);
            if (!seen.Add(text.Value))
                throw text.Fault("this wording stands twice");
            if (wanted.Except(template.Slots).FirstOrDefault() is { } missing)
                throw text.Fault($"placeholder '{{{missing}}}' is missing");
            if (template.Slots.Except(wanted).FirstOrDefault() is { } surplus)
                throw text.Fault($"placeholder '{{{surplus}}}' has no place here");
            templates.Add(template);
        }

        return templates;
    }
}
