using System.Globalization;

namespace Haystack.Corpora.Procedural;

/// <summary>Writes one paragraph after the other, telling what goes on in its <see cref="World"/>.</summary>
internal sealed class Narrator
{
    private const int Tries = 40;

    /// <summary>How often a story's own bridge, animal or crowd is meant, rather than another one.</summary>
    private const int ReturnsPercent = 55;

    private readonly Grammar _grammar;
    private readonly RandomStream _random;
    private readonly World _world;
    private readonly Deck?[] _decks;
    private readonly Deck _plans;
    private readonly SentenceBuffer _sentence = new();
    private readonly Mentions _mentions;
    private readonly HashSet<ulong> _written = [];
    private readonly Person[] _people = new Person[5];
    private readonly string[] _places = new string[2];
    private readonly string _join;
    private readonly int _intro;
    private Episode _episode = null!;

    public Narrator(Grammar grammar, Seed seed)
    {
        _grammar = grammar;
        _random = seed.Stream();
        _world = new World(grammar, seed.Derive("world").Stream());
        _decks = [.. grammar.Rules.Select(rule => rule.Name.Length == 0 ? null : new Deck(rule.Weights))];
        _plans = new Deck(grammar.Plans.Count);
        _mentions = new Mentions(grammar.Language);
        _join = grammar.Language.Join;
        _intro = grammar.Rules.Select((rule, i) => (rule, i)).First(pair => pair.rule.Name == "intro").i;
    }

    /// <summary>Writes the next paragraph.</summary>
    public void WriteParagraph(CorpusBuilder corpus)
    {
        _episode = _world.Next();
        _people[0] = _episode.First;
        _people[1] = _episode.Second;
        _people[2] = _world.Somebody(_people[0], _people[1]);
        _people[3] = _world.Somebody(_people[0], _people[1], _people[2]);
        _places[0] = _episode.Place;
        do
            _places[1] = _world.Somewhere();
        while (_places[1] == _places[0]);
        _mentions.Clear();

        var lead = CorpusBuilder.Paragraph;
        foreach (var step in _grammar.Plans[_plans.Deal(_random)])
        {
            var topic = step.Sentence is { Kind: PieceKind.StoryRule, Variants: null };
            var sentence = topic ? new Piece(PieceKind.Rule, Index: StageRule()) : step.Sentence;
            for (var n = _random.Next(step.Least, step.Most + 1); n > 0; n--)
            {
                if (WriteSentence(sentence))
                {
                    corpus.Add(step.Lead ?? lead, _sentence.Written);
                    lead = _join;
                }
            }

            if (step.Lead is not null)
                lead = CorpusBuilder.Paragraph;
            if (topic)
                _episode.Stage++;
        }
    }

    private int StageRule()
    {
        var stages = _grammar.Stories[_episode.Story].Stages;
        return stages[Math.Min(_episode.Stage, stages.Count - 1)];
    }

    /// <summary>Writes a sentence that has not been written before; false if none turned up.</summary>
    private bool WriteSentence(Piece piece)
    {
        for (var i = 0; i < Tries; i++)
        {
            _mentions.BeginSentence();
            _sentence.Clear();
            Write(piece);
            if (_written.Add(Hash(_sentence.Written)))
            {
                _mentions.EndSentence();
                return true;
            }

            _mentions.TakeBack();
        }

        return false;
    }

    private void Write(in Piece piece)
    {
        switch (piece.Kind)
        {
            case PieceKind.Text:
                _sentence.Append(piece.Text);
                break;
            case PieceKind.Rule:
                WriteRule(piece.Index);
                break;
            case PieceKind.StoryRule:
                WriteRule(piece.Variants![_episode.Story]);
                break;
            case PieceKind.SceneRule:
                WriteAlternative(piece.Index, SceneWord(piece.Index));
                break;
            case PieceKind.SeasonRule:
                WriteRule(piece.Variants![_world.Season]);
                break;
            case PieceKind.Person:
                WritePerson(piece);
                break;
            case PieceKind.Place:
                _sentence.Append(_places[piece.Index]);
                break;
            case PieceKind.Digits:
                AppendNumber(_random.Next(piece.Low, piece.High + 1));
                break;
            case PieceKind.NumberWord:
                _sentence.Append(_grammar.Language.Counting(_random.Next(piece.Low, piece.High + 1)));
                break;
            case PieceKind.Tenths:
                var tenths = _random.Next(piece.Low, piece.High + 1);
                AppendNumber(tenths / 10);
                _sentence.Append(_grammar.Language.DecimalMark);
                AppendNumber(tenths % 10);
                break;
            case PieceKind.Article:
                _sentence.AppendArticle();
                break;
            case PieceKind.Capital:
                _sentence.Capital = true;
                break;
            case PieceKind.Clock:
                WriteClock(piece.Text);
                break;
        }
    }

    private void WriteRule(int index) =>
        WriteAlternative(index, _decks[index]?.Deal(_random) ?? _random.Next(_grammar.Rules[index].Alternatives.Count));

    private void WriteAlternative(int rule, int alternative)
    {
        foreach (ref readonly var piece in _grammar.Rules[rule].Alternatives[alternative].AsSpan())
            Write(piece);
    }

    private int SceneWord(int rule)
    {
        var known = _episode.Scene.TryGetValue(rule, out var word);
        if (known && _random.Next(100) < ReturnsPercent)
            return word;
        var dealt = _decks[rule]!.Deal(_random);
        if (!known)
            _episode.Scene[rule] = dealt;
        return dealt;
    }

    private void WritePerson(in Piece piece)
    {
        var person = _people[piece.Index];
        switch (piece.Text)
        {
            case "intro" when !_mentions.IsKnown(person):
                _people[4] = person;
                WriteRule(_intro);
                break;
            case "trade":
                _sentence.Append(person.Trade);
                break;
            case "home":
                _sentence.Append(person.Home);
                break;
            default:
                _sentence.Append(_mentions.Of(person, piece.Text, _random));
                break;
        }
    }

    private void WriteClock(string what)
    {
        switch (what)
        {
            case "season":
                _sentence.Append(SeasonName(0));
                break;
            case "lastseason":
                _sentence.Append(SeasonName(3));
                break;
            case "nextseason":
                _sentence.Append(SeasonName(1));
                break;
            case "year":
                _sentence.Append(_grammar.Language.YearOf(_world.Year));
                break;
            case "age":
                _sentence.Append(_world.Age);
                break;
            case "weekday":
                _sentence.Append(_random.Pick(_grammar.Words["weekdays"]));
                break;
            case "section":
                AppendNumber(1 + _world.Paragraphs / 24 % 40);
                _sentence.Append(".");
                AppendNumber(1 + _world.Paragraphs % 24);
                break;
        }
    }

    private string SeasonName(int later) => _grammar.Words["seasons"][(_world.Season + later) % 4];

    private void AppendNumber(int number)
    {
        Span<char> digits = stackalloc char[12];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        _sentence.Append(digits[..length]);
    }

    /// <summary>FNV-1a over the characters: 64 bits, so that a million sentences have one chance in ten million to clash.</summary>
    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash ^ (hash >> 29);
    }
}
