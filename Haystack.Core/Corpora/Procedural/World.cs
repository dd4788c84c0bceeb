namespace Haystack.Corpora.Procedural;

/// <summary>The people, the calendar and the stories that a narrator tells of; it moves on a little with each paragraph.</summary>
internal sealed class World
{
    private const int CastSize = 64;
    private const int OpenStories = 4;
    private const int YearsOfAnAge = 9;

    private readonly Grammar _grammar;
    private readonly RandomStream _random;
    private readonly Person[] _cast = new Person[CastSize];
    private readonly Episode[] _episodes = new Episode[OpenStories];
    private readonly Deck _stories;
    private readonly Deck _surnames;
    private readonly Deck _places;
    private int _age;

    public World(Grammar grammar, RandomStream random)
    {
        _grammar = grammar;
        _random = random;
        _stories = new Deck(grammar.Stories.Count);
        _surnames = new Deck(grammar.Words["surnames"].Count);
        _places = new Deck(grammar.Words["places"].Count);
        _age = random.Next(grammar.Words["ages"].Count);
        Season = random.Next(Grammar.Seasons.Count);
        for (var i = 0; i < CastSize; i++)
            _cast[i] = NewPerson();
        for (var i = 0; i < OpenStories; i++)
            _episodes[i] = NewEpisode(null);
    }

    /// <summary>The season, by index into <see cref="Grammar.Seasons"/>.</summary>
    public int Season { get; private set; }

    /// <summary>The year of the age, from 1.</summary>
    public int Year { get; private set; } = 1;

    /// <summary>How many paragraphs there have been.</summary>
    public int Paragraphs { get; private set; }

    /// <summary>What the years are counted from.</summary>
    public string Age => _grammar.Words["ages"][_age];

    /// <summary>Somebody living, other than those named.</summary>
    public Person Somebody(params ReadOnlySpan<Person?> but)
    {
        while (true)
        {
            var person = _cast[_random.Next(CastSize)];
            if (!but.Contains(person))
                return person;
        }
    }

    /// <summary>A place; each comes up before one comes up again.</summary>
    public string Somewhere() => _grammar.Words["places"][_places.Deal(_random)];

    /// <summary>Lets time pass, and says which story the next paragraph tells on.</summary>
    public Episode Next()
    {
        Paragraphs++;
        if (_random.Next(7) == 0)
            TurnSeason();
        var slot = _random.Next(OpenStories);
        if (_episodes[slot].Stage >= _grammar.Stories[_episodes[slot].Story].Stages.Count)
            _episodes[slot] = NewEpisode(_episodes[slot]);
        return _episodes[slot];
    }

    private void TurnSeason()
    {
        Season = (Season + 1) % Grammar.Seasons.Count;
        if (Season == 0 && ++Year > YearsOfAnAge)
        {
            Year = 1;
            _age = (_age + 1 + _random.Next(_grammar.Words["ages"].Count - 1)) % _grammar.Words["ages"].Count;
        }

        // People of an open story stay to its end.
        var slot = _random.Next(CastSize);
        if (!_episodes.Any(episode => episode.First == _cast[slot] || episode.Second == _cast[slot]))
            _cast[slot] = NewPerson();
    }

    /// <summary>A story that follows from the last one, with one of its people; or one that begins by itself.</summary>
    private Episode NewEpisode(Episode? before)
    {
        var follows = before is not null && _random.Next(10) < 6;
        var first = follows ? before!.First : Somebody();
        return new Episode
        {
            Story = follows ? _random.Pick(_grammar.Stories[before!.Story].Next) : _stories.Deal(_random),
            First = first,
            Second = Somebody(first),
            Place = follows ? before!.Place : Somewhere(),
        };
    }

    private Person NewPerson()
    {
        var isWoman = _random.Next(2) == 0;
        var surname = _grammar.Words["surnames"][_surnames.Deal(_random)];
        var given = _random.Pick(_grammar.Words[isWoman ? "women" : "men"]);
        var surnameFirst = _grammar.Language.IsSurnameFirst;
        return new Person
        {
            Name = surnameFirst ? surname + given : given + " " + surname,
            ShortName = surnameFirst ? (given.Length > 1 ? given : surname + given) : given,
            IsWoman = isWoman,
            Trade = _random.Pick(isWoman && _grammar.Words.TryGetValue("trades.women", out var hers) ? hers : _grammar.Words["trades"]),
            Home = _random.Pick(_grammar.Words["places"]),
        };
    }
}
