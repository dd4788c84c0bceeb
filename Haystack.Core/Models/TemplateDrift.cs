using System.Globalization;
using Haystack.Inference.Probing;
using Haystack.Tokenization;

namespace Haystack.Models;

/// <summary>
/// A chat template with a date in it is longer or shorter from midnight on, while a sweep is under way. A count that differs
/// from the plan by a few tokens is no fault of the trial where a probe shows that the template now adds just that many.
/// Thread-safe.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="timeout">A trial's time, which a probe has too.</param>
/// <param name="notice">Takes what the user should know.</param>
internal sealed class TemplateDrift(PreparedModel model, TimeSpan timeout, Func<string, Task> notice)
{
    /// <summary>Differences that are looked into, at most: a server that miscounts is not probed for ever.</summary>
    private const int MostProbes = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Task<bool>> _looked = new() { [model.TemplateShift] = Task.FromResult(true) };
    private volatile int _current = model.TemplateShift;

    /// <summary>How many tokens more the template adds now than when the run was begun.</summary>
    public int Current => _current;

    /// <summary>The same for a prompt whose reply tells its count; those on either side of midnight overlap.</summary>
    /// <param name="counted">Tokens that the server counted; null where it did not say.</param>
    /// <param name="atFirst">Tokens that were planned when the run was begun.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<int> OfAsync(long? counted, int atFirst, CancellationToken cancellationToken)
    {
        // Estimated plans have more tolerance than a date has tokens, and no probe could tell.
        if (counted is not { } tokens || model.Row.TokenizerGrade == TokenizerGrade.Calibrated)
            return _current;
        var difference = tokens - atFirst;
        if (difference == _current || Math.Abs(difference - _current) > ModelPreparation.MostShift)
            return _current;
        return await LookAsync((int)difference, cancellationToken).ConfigureAwait(false) ? (int)difference : _current;
    }

    // One look at each difference, however many questions in flight show it.
    private Task<bool> LookAsync(int shift, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_looked.TryGetValue(shift, out var look))
                return look;
            if (_looked.Count > MostProbes)
                return Task.FromResult(false);
            return _looked[shift] = IsAddedAsync(shift, cancellationToken);
        }
    }

    private async Task<bool> IsAddedAsync(int shift, CancellationToken cancellationToken)
    {
        if (await TokenizerProbe.TemplateTokensAsync(model.Connection, model.Row.NumCtx, timeout, cancellationToken).ConfigureAwait(false) != model.Row.TemplateTokens + shift)
            return false;
        await notice(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Row.Name}: its chat template adds {model.Row.TemplateTokens + shift} tokens now and added {model.Row.TemplateTokens + _current} before (a date in it?): from here on questions are planned with the new count")).ConfigureAwait(false);
        _current = shift;
        return true;
    }
}
