using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Facts.Pools;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Reference;

/// <summary>
/// What the reference model reads, tokenized by greedy longest match: one token for each name there is and for each piece of wording
/// that tells what a fact or a question of the family <c>link</c> says; common words of the filler; and every byte.
/// </summary>
internal sealed class ReferenceVocabulary
{
    private const string Language = "en", FamilyName = "link", Mark = "{question}";

    private const int FillerCharacters = 60_000, LeastOccurrences = 5;

    private readonly List<ReferenceToken> _tokens = [];
    private readonly Dictionary<string, int> _numbers;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private ReferenceVocabulary(int hops)
    {
        for (var value = 0; value < 256; value++)
            _tokens.Add(new ReferenceToken(LongestMatchTokens.EscapeByte((byte)value), TokenRole.None));
        AddSpecial("</s>", TokenRole.End);
        AddSpecial("Answer: ", TokenRole.Answer);
        var family = FactLibrary.Load().Find(Language, FamilyName);
        string[] names = [.. family.Hops.Take(hops).SelectMany(h => h.Slots).Distinct().SelectMany(s => ((CoinedPool)family.PoolOf(s)).All).Distinct(StringComparer.Ordinal)];
        if (names.Length + 3 > SignCodes.Count)
            throw new InvalidOperationException("there are more names than codes");
        NameCount = names.Length;
        _numbers = names.Select((n, i) => (n, i)).ToDictionary(n => n.n, n => n.i, StringComparer.Ordinal);
        Add(ReferenceText.Nothing, TokenRole.Nothing);
        AddWording(family, hops);
        for (var i = 0; i < names.Length; i++)
            Add(names[i], TokenRole.Name, i);
        foreach (var word in FillerWords())
            Add(" " + word, TokenRole.None);
        Vocabulary = new TokenizerVocabulary
        {
            Source = "builtin:reference",
            Kind = "rwkv",
            Tokens = [.. _tokens.Select(t => t.Text)],
            TokenTypes = [.. _tokens.Select(t => t.Role == TokenRole.End ? TokenType.Control : TokenType.Normal)],
            AddBos = false,
        };
    }

    /// <summary>Tokens by id.</summary>
    public IReadOnlyList<ReferenceToken> Tokens => _tokens;

    /// <summary>How many names there are.</summary>
    public int NameCount { get; }

    /// <summary>The id of the token that ends a reply.</summary>
    public int End => IdOf(TokenRole.End);

    /// <summary>The same in the form that tokenizers are made of.</summary>
    public TokenizerVocabulary Vocabulary { get; }

    /// <summary>Which code spells a token: a name's number, and three behind them.</summary>
    public int CodeOf(ReferenceToken token) => token.Role switch
    {
        TokenRole.Name => token.Name,
        TokenRole.Nothing => NameCount,
        TokenRole.Answer => NameCount + 1,
        TokenRole.End => NameCount + 2,
        _ => throw new ArgumentException("a token that is never said", nameof(token)),
    };

    /// <summary>The number of a name.</summary>
    public int NumberOf(string name) => _numbers[name];

    /// <summary>The one for questions of at most <paramref name="hops"/> links.</summary>
    public static ReferenceVocabulary Of(int hops) => new(hops);

    private int IdOf(TokenRole role) => _tokens.FindIndex(t => t.Role == role);

    private void AddWording(Family family, int hops)
    {
        foreach (var hop in family.Hops.Take(hops))
        {
            foreach (var fact in hop.Facts)
                Add(fact.Literals[1], fact.Slots[0] == hop.From ? TokenRole.Forward : TokenRole.Backward);
            foreach (var question in hop.Questions)
                AddQuestion(question, 1);
        }

        for (var links = 2; links <= hops; links++)
        {
            foreach (var question in family.Pair[links])
                AddQuestion(question, links);
        }
    }

    // As a prompt ends, with a document before it and without one.
    private void AddQuestion(Template question, int links)
    {
        var words = PromptText.For(Language);
        var asked = new Question { Arm = Arm.First, Text = Mark, Answer = "", Accepted = [], Kind = AnswerKind.Name, Intermediates = [], Choices = [], ChanceLevel = 0 };
        foreach (var frame in (string[])[words.Tail(QuestionPlacement.After, asked), words.ClosedBook(asked)])
        {
            var at = frame.IndexOf(Mark, StringComparison.Ordinal);
            var lead = frame[..at];
            Add(lead[(lead.LastIndexOf('\n') + 1)..] + question.Literals[0], TokenRole.Asks, links: links);
            Add(question.Literals[1] + frame[(at + Mark.Length)..], TokenRole.Tail);
        }
    }

    private static IEnumerable<string> FillerWords() =>
        ProceduralCorpus.Create(new Seed(1), Language, CorpusLibrary.Default, FillerCharacters).Text
            .Split([' ', '\n', ',', '.', ';', ':', '\'', '"', '?', '!', '-', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.All(char.IsAsciiLetterLower)).GroupBy(w => w).Where(g => g.Count() >= LeastOccurrences)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key);

    private void AddSpecial(string text, TokenRole role)
    {
        _seen.Add(text);
        _tokens.Add(new ReferenceToken(LongestMatchTokens.Escape(text), role));
    }

    private void Add(string text, TokenRole role, int name = -1, int links = 0)
    {
        var token = new ReferenceToken(LongestMatchTokens.Escape(text), role, name, links);
        if (_seen.Add(text))
            _tokens.Add(token);
        else if (role is TokenRole.Forward or TokenRole.Backward or TokenRole.Asks && !_tokens.Contains(token))
            throw new InvalidOperationException($"'{text}' stands in two wordings that mean different things");
    }
}
