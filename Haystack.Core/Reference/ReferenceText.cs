using System.Text;
using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Facts.Pools;
using Haystack.Planning;

namespace Haystack.Reference;

/// <summary>A text with chains of facts at random places, and the questions about it, worded as a sweep words them.</summary>
internal sealed class ReferenceText
{
    /// <summary>The answer where the text has none.</summary>
    public const string Nothing = "the text does not say";

    private const int CharactersAToken = 7;

    private static readonly PromptText Words = PromptText.For("en");
    private static readonly Family Family = FactLibrary.Load().Find("en", "link");

    private readonly ReferenceModel _model;
    private readonly RandomStream _random;
    private readonly List<string[]> _chains = [];
    private readonly Dictionary<int, StatedFact> _facts;
    private readonly string[] _missing;
    private readonly int[] _tokens;

    private ReferenceText(ReferenceModel model, int tokens, int chains, Seed seed)
    {
        (_model, _random) = (model, seed.Stream());
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < chains; i++)
            _chains.Add(Names(taken));
        _missing = Names(taken);
        Text = Write(tokens, seed);
        _tokens = model.Tokenizer.Ids(Text);
        _facts = FactsIn(model, _tokens).ToDictionary(f => f.Subject);
    }

    /// <summary>Instruction and text, without a question.</summary>
    public string Text { get; }

    /// <summary>The facts that its tokens state.</summary>
    public IReadOnlyCollection<StatedFact> Facts => _facts.Values;

    /// <summary>Writes one.</summary>
    /// <param name="model">Whose vocabulary and links.</param>
    /// <param name="tokens">How long it is, nearly.</param>
    /// <param name="chains">How many chains it has, each with a fact for every link.</param>
    /// <param name="seed">What everything random comes from.</param>
    public static ReferenceText Write(ReferenceModel model, int tokens, int chains, Seed seed) => new(model, tokens, chains, seed);

    /// <summary>The facts in a text's tokens: two names with the middle of a fact between them.</summary>
    public static IEnumerable<StatedFact> FactsIn(ReferenceModel model, IReadOnlyList<int> tokens)
    {
        var all = model.Vocabulary.Tokens;
        for (var i = 2; i < tokens.Count; i++)
        {
            var (first, middle, last) = (all[tokens[i - 2]], all[tokens[i - 1]], all[tokens[i]]);
            if (first.Role == TokenRole.Name && last.Role == TokenRole.Name && middle.Role is TokenRole.Forward or TokenRole.Backward)
                yield return middle.Role == TokenRole.Forward ? new StatedFact(first.Name, last.Name, i) : new StatedFact(last.Name, first.Name, i);
        }
    }

    /// <summary>For each chain a question for each number of links and a single one for each fact behind the first; then one without an answer.</summary>
    public IEnumerable<ReferenceQuestion> Questions()
    {
        foreach (var chain in _chains)
        {
            for (var links = 1; links <= _model.Options.Hops; links++)
                yield return Ask(chain, 0, links);
            for (var hop = 1; hop < _model.Options.Hops; hop++)
                yield return Ask(chain, hop, 1);
        }

        yield return Ask(_missing, 0, _model.Options.Hops);
    }

    private ReferenceQuestion Ask(string[] chain, int hop, int links)
    {
        var template = _random.Pick(links == 1 ? Family.Hops[hop].Questions : Family.Pair[links]);
        var text = template.Fill(new Dictionary<string, string>(StringComparer.Ordinal) { [template.Slots[0]] = chain[hop] });
        var question = new Question { Arm = Arm.First, Text = text, Answer = "", Accepted = [], Kind = AnswerKind.Name, Intermediates = [], Choices = [], ChanceLevel = 0 };
        var tail = Words.Tail(QuestionPlacement.After, question);
        // A question begins with a blank line, which no token of a text reaches into.
        int[] tokens = [.. _tokens, .. _model.Tokenizer.Ids(tail)];
        // The answer's first token comes next.
        var end = tokens.Length;
        return ReferenceEquals(chain, _missing)
            ? new ReferenceQuestion(Text + tail, tokens, links, Nothing, [])
            : new ReferenceQuestion(Text + tail, tokens, links, chain[hop + links], [.. Enumerable.Range(hop, links).Select(h => end - _facts[_model.Vocabulary.NumberOf(chain[h])].Position)]);
    }

    private string[] Names(HashSet<string> taken) =>
        [.. Enumerable.Range(0, _model.Options.Hops + 1).Select(i =>
        {
            var pool = (CoinedPool)Family.PoolOf(i == 0 ? Family.Hops[0].From : Family.Hops[i - 1].To);
            while (true)
            {
                var name = pool.Draw(_random).Told;
                if (taken.Add(name))
                    return name;
            }
        })];

    private string Write(int tokens, Seed seed)
    {
        var corpus = ProceduralCorpus.Create(seed, "en", CorpusLibrary.Default, CharactersAToken * tokens);
        var facts = _chains.SelectMany(c => Enumerable.Range(0, c.Length - 1).Select(h => Sentence(c, h))).ToArray();
        _random.Shuffle(facts.AsSpan());
        var head = Words.Head(QuestionPlacement.After, new Question { Arm = Arm.First, Text = "", Answer = "", Accepted = [], Kind = AnswerKind.Name, Intermediates = [], Choices = [], ChanceLevel = 0 });
        var left = tokens - _model.Tokenizer.Count(head) - facts.Sum(f => _model.Tokenizer.Count(f));
        var sentences = 0;
        while (sentences < corpus.SentenceCount && (left -= _model.Tokenizer.Count(corpus.Sentence(sentences))) >= 0)
            sentences++;
        int[] places = [.. facts.Select(_ => _random.Next(sentences + 1)).Order()];
        var text = new StringBuilder(head);
        for (int sentence = 0, fact = 0; sentence <= sentences; sentence++)
        {
            for (; fact < facts.Length && places[fact] == sentence; fact++)
                text.Append(facts[fact]);
            if (sentence < sentences)
                text.Append(corpus.Sentence(sentence));
        }

        return text.ToString();
    }

    private string Sentence(string[] chain, int hop)
    {
        var (from, to) = (Family.Hops[hop].From, Family.Hops[hop].To);
        return Words.FactLead + _random.Pick(Family.Hops[hop].Facts).Fill(new Dictionary<string, string>(StringComparer.Ordinal) { [from] = chain[hop], [to] = chain[hop + 1] });
    }
}
