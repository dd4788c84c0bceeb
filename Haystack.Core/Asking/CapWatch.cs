using System.Globalization;
using Haystack.Analysis;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Asking;

/// <summary>Says once, while the sweep runs, that replies run out of their budget: it can still be stopped and given more. Thread-safe.</summary>
/// <param name="model">The model's name.</param>
/// <param name="budget">The output budget in tokens.</param>
internal sealed class CapWatch(string model, int budget)
{
    /// <summary>Fewer answers tell nothing of a share.</summary>
    private const int LeastAnswers = 20;

    private readonly Lock _gate = new();
    private int _answers;
    private int _capped;
    private bool _isSaid;

    /// <summary>Takes a trial into account.</summary>
    /// <returns>What is to be said; mostly nothing.</returns>
    public string? Note(TrialRow trial)
    {
        lock (_gate)
        {
            _answers += trial.Outcome.IsAnswer() ? 1 : 0;
            _capped += trial.Outcome == Outcome.CappedOutput ? 1 : 0;
            if (_isSaid || _answers < LeastAnswers || _capped < CappedShare.Grave * _answers)
                return null;
            _isSaid = true;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{model}: {_capped} of {_answers} answers so far ran out of their budget of {TokenSize.Format(budget)} tokens and count as wrong (--max-output {TokenSize.Format(budget * 2)} gives replies more room, in a run of its own)");
        }
    }
}
