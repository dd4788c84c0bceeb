namespace Haystack.Corpora.Procedural;

/// <summary>How people are called: in full at first, then shorter, by pronoun while nobody else came between.</summary>
internal sealed class Mentions(string language)
{
    private readonly List<Person> _known = [];
    private Person? _last;
    private Person? _lastBefore;
    private int _knownBefore;

    /// <summary>Forgets everybody: a new paragraph begins.</summary>
    public void Clear()
    {
        _known.Clear();
        _last = null;
    }

    public void BeginSentence()
    {
        _lastBefore = _last;
        _knownBefore = _known.Count;
    }

    /// <summary>A sentence is done. A pronoun may only stand for the one whom it ended with.</summary>
    public void EndSentence() => _lastBefore = _last;

    /// <summary>The sentence is thrown away, and whom it mentioned.</summary>
    public void TakeBack()
    {
        _last = _lastBefore;
        _known.RemoveRange(_knownBefore, _known.Count - _knownBefore);
    }

    /// <summary>Whether the paragraph has named this person; if not, it now has.</summary>
    public bool IsKnown(Person person)
    {
        if (_known.Contains(person))
            return true;
        Name(person);
        return false;
    }

    /// <summary>What to call <paramref name="person"/> in <paramref name="form"/>: <c>""</c> subject, him, his, he, self, name, short.</summary>
    public string Of(Person person, string form, RandomStream random)
    {
        var known = _known.Contains(person);
        var last = _last == person;
        Name(person);
        return form switch
        {
            "he" => Pronoun(person, "he", "she", "他", "她"),
            "his" => Pronoun(person, "his", "her", "他的", "她的"),
            "self" => Pronoun(person, "himself", "herself", "他自己", "她自己"),
            "name" => person.Name,
            "short" => known ? person.ShortName : person.Name,
            "him" when last => Pronoun(person, "him", "her", "他", "她"),
            "" when last && random.Next(10) < 6 => Pronoun(person, "he", "she", "他", "她"),
            _ => known ? person.ShortName : person.Name,
        };
    }

    private void Name(Person person)
    {
        if (!_known.Contains(person))
            _known.Add(person);
        _last = person;
    }

    private string Pronoun(Person person, string he, string she, string chineseHe, string chineseShe) =>
        language == "zh" ? (person.IsWoman ? chineseShe : chineseHe) : person.IsWoman ? she : he;
}
