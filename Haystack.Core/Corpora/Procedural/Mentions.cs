using Haystack.Languages;

namespace Haystack.Corpora.Procedural;

/// <summary>How people are called: in full at first, then shorter, by pronoun while nobody else came between.</summary>
internal sealed class Mentions(Language language)
{
    private const string Subject = "he";

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

    /// <summary>What to call <paramref name="person"/> in <paramref name="form"/>: <c>""</c> subject, name, short, or a form of a pronoun.</summary>
    public string Of(Person person, string form, RandomStream random)
    {
        var known = _known.Contains(person);
        var last = _last == person;
        Name(person);
        return form switch
        {
            "name" => person.Name,
            "short" => known ? person.ShortName : person.Name,
            "" when last && random.Next(10) < 6 => language.Pronoun(Subject, person.IsWoman)!,
            _ when language.Pronoun(form, person.IsWoman) is { } pronoun && (last || !language.ClearPronouns.Contains(form)) => pronoun,
            _ => known ? person.ShortName : person.Name,
        };
    }

    private void Name(Person person)
    {
        if (!_known.Contains(person))
            _known.Add(person);
        _last = person;
    }
}
