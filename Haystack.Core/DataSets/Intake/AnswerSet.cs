namespace Haystack.DataSets.Intake;

/// <summary>Answers as they are taken in from one or several files.</summary>
/// <param name="known">Whether a text is a question's id; null where the questions are not known.</param>
internal sealed class AnswerSet(Func<string, bool>? known = null)
{
    private readonly Dictionary<string, GivenAnswer> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ofThisFile = new(StringComparer.Ordinal);
    private string _path = "";

    /// <summary>Whether a text is a question's id; null where the questions are not known.</summary>
    public Func<string, bool>? Known { get; } = known;

    /// <summary>The answers by question.</summary>
    public IReadOnlyDictionary<string, GivenAnswer> Answers => _answers;

    /// <summary>Lines with nothing in them (JSON's null).</summary>
    public int PassedOver { get; private set; }

    /// <summary>Goes on with another file.</summary>
    public void Begin(string path)
    {
        _path = path;
        _ofThisFile.Clear();
    }

    /// <summary>Takes an answer in; what failed in an earlier file gives way.</summary>
    /// <param name="id">The question.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="isFiltered">Whether the same reply may come again for another filter (lm_eval).</param>
    /// <exception cref="HaystackException">The question has an answer.</exception>
    public void Add(string id, GivenAnswer answer, bool isFiltered = false)
    {
        if (_answers.TryAdd(id, answer))
        {
            _ofThisFile.Add(id);
            return;
        }

        var before = _answers[id];
        if (isFiltered && before == answer)
            return;
        if (_ofThisFile.Contains(id) || before.Fault is null && answer.Fault is null)
            throw new HaystackException($"{_path} answers {id} twice: one reply a question");
        _ofThisFile.Add(id);
        if (before.Fault is not null)
            _answers[id] = answer;
    }

    /// <summary>Counts a line with nothing in it.</summary>
    public void PassOver() => PassedOver++;
}
