using Haystack.Inference;

namespace Haystack.DataSets.Intake;

/// <summary>Counts answers as they are matched with their questions.</summary>
internal sealed class IntakeTally
{
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private int _questions, _read, _cut, _empty, _refused, _matched;

    /// <summary>Questions that the files say something about.</summary>
    public int Matched => _matched;

    /// <summary>Questions so far.</summary>
    public int Questions => _questions;

    /// <summary>Takes in a question and its answer; null where there is none.</summary>
    public void Add(GivenAnswer? answer)
    {
        _questions++;
        if (answer is null)
            return;
        _matched++;
        if (answer.IsRefused)
            _refused++;
        else if (answer.Fault is { } fault)
            _failures[fault] = _failures.GetValueOrDefault(fault) + 1;
        else if (answer.Stop is StopCause.OutputCap or StopCause.TimeCap)
            _cut++;
        else if (string.IsNullOrWhiteSpace(answer.Content))
            _empty++;
        else
            _read++;
    }

    /// <summary>What it came to.</summary>
    public ScoredAnswers Sum(AnswerSet given) => new()
    {
        Questions = _questions,
        Read = _read,
        Cut = _cut,
        Empty = _empty,
        Refused = _refused,
        Failures = [.. _failures.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, f.Value))],
        Unknown = given.Answers.Count - _matched,
        PassedOver = given.PassedOver,
    };
}
