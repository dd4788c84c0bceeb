using System.Globalization;
using Haystack.Languages;

namespace Haystack.Corpora.Procedural;

/// <summary>Reads the data files of a register. Their form is described in <c>Languages/Data/README.md</c>.</summary>
internal sealed class GrammarReader
{
    private readonly Dictionary<string, Section> _sections = new(StringComparer.Ordinal);
    private readonly List<Rule> _rules = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <summary>Reads a register from its files; later files may add sections, never repeat one.</summary>
    /// <exception cref="HaystackException">A file is malformed: file, line and reason are named.</exception>
    public static Grammar Read(Language language, IEnumerable<(string Name, string Text)> files)
    {
        var reader = new GrammarReader();
        foreach (var (name, text) in files)
            reader.ReadSections(name, text);
        return reader.Build(language);
    }

    /// <summary>The index of a rule that templates refer to.</summary>
    internal int RuleIndex(string name, string where) =>
        _index.TryGetValue(name, out var index) ? index : throw new HaystackException($"{where}: there is no rule [{name}]");

    /// <summary>The rule's index for each of <paramref name="owners"/>: its own, or the general one.</summary>
    internal int[] Variants(string name, IEnumerable<string> owners, string where) =>
        [.. owners.Select(owner => _index.TryGetValue(owner + "." + name, out var own) ? own : RuleIndex(name, where))];

    /// <summary>The stories' names in order.</summary>
    internal IReadOnlyList<string> StoryNames => _sections["stories"].Items;

    /// <summary>Adds a choice that stands inside a template.</summary>
    internal int AddChoice(IReadOnlyList<Piece[]> alternatives)
    {
        _rules.Add(new Rule("", alternatives, [.. alternatives.Select(_ => 1)]));
        return _rules.Count - 1;
    }

    private void ReadSections(string file, string text)
    {
        Section? section = null;
        var number = 0;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
            {
                var close = line.IndexOf(']', StringComparison.Ordinal);
                var name = close < 0 ? throw new HaystackException($"{file}:{number}: a ] is missing") : line[1..close];
                section = new Section($"{file}:{number}", line[(close + 1)..].Trim());
                if (!_sections.TryAdd(name, section))
                    throw new HaystackException($"{file}:{number}: [{name}] stands twice");
                continue;
            }

            if (section is null)
                throw new HaystackException($"{file}:{number}: text before the first [section]");
            section.Add(line);
        }
    }

    private Grammar Build(Language language)
    {
        foreach (var (name, section) in _sections)
        {
            if (section.Items.Count == 0)
                throw new HaystackException($"{section.Where}: [{name}] is empty");
            _index[name] = _rules.Count;
            _rules.Add(new Rule(name, [], []));
        }

        foreach (var (name, section) in _sections.Where(pair => pair.Key != "plans"))
        {
            _rules[_index[name]] = new Rule(
                name, [.. section.Items.Select(item => TemplateParser.Parse(item, this, section.Where))], section.Weights);
        }

        var plans = _sections["plans"];
        return new Grammar
        {
            Language = language,
            Stories = [.. StoryNames.Select(Story)],
            Plans = [.. plans.Items.SelectMany((line, i) => Enumerable.Repeat(PlanParser.Parse(line, this, plans.Where), plans.Weights[i]))],
            Words = _sections.Where(pair => pair.Value.IsWords).ToDictionary(pair => pair.Key, IReadOnlyList<string> (pair) => pair.Value.Items),
            Rules = _rules,
        };
    }

    private Story Story(string name)
    {
        var stages = new List<int>();
        while (_index.TryGetValue($"{name}.{(stages.Count + 1).ToString(CultureInfo.InvariantCulture)}", out var stage))
            stages.Add(stage);
        if (stages.Count == 0)
            throw new HaystackException($"{_sections["stories"].Where}: story {name} has no stage [{name}.1]");
        var next = _sections.TryGetValue(name + ".next", out var section) ? section.Items : StoryNames;
        return new Story(name, stages, [.. next.Select(other => StoryNames.ToList().IndexOf(other) is >= 0 and var index
            ? index
            : throw new HaystackException($"{section!.Where}: there is no story {other}"))]);
    }

    private sealed class Section(string where, string kind)
    {
        private readonly List<string> _items = [];
        private readonly List<int> _weights = [];
        private readonly List<string> _heads = [];

        public string Where => where;

        public bool IsWords => kind is "words" or "compounds";

        public List<string> Items => _items;

        public List<int> Weights => _weights;

        public void Add(string line)
        {
            if (IsWords)
            {
                var isEndings = kind == "compounds" && line[0] == '+';
                var words = line.TrimStart('+').Split([',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                if (isEndings)
                    AddCompounds(words);
                else if (kind == "compounds")
                    _heads.AddRange(words);
                else
                    words.ToList().ForEach(word => AddItem(word, 1));
                return;
            }

            // "*3 template" has three cards in the deck.
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (line[0] == '*' && blank > 1 && int.TryParse(line.AsSpan(1, blank - 1), CultureInfo.InvariantCulture, out var weight))
                AddItem(line[(blank + 1)..], weight);
            else
                AddItem(line, 1);
        }

        /// <summary>Each head with each of <paramref name="endings"/>: "Ross" and "side", but not "Rossside".</summary>
        private void AddCompounds(string[] endings)
        {
            foreach (var head in _heads)
            {
                foreach (var ending in endings.Where(e => head[^1] != e[0]))
                    AddItem(head + ending, 1);
            }
        }

        private void AddItem(string item, int weight)
        {
            _items.Add(item);
            _weights.Add(weight);
        }
    }
}
