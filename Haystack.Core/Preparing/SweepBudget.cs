using System.Globalization;
using Haystack.Sweeping;

namespace Haystack.Preparing;

/// <summary>What one call of a sweep may spend: once it is spent no further question is begun, and those under way are finished and stored.</summary>
internal sealed class SweepBudget : IDisposable
{
    private readonly SweepOptions _options;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationTokenSource _clock, _tokensAreSpent = new(), _drain;
    private readonly CancellationTokenRegistration _end;
    private long _tokens;
    private string? _spent;

    /// <param name="options">They say how much; without budgets nothing is ever spent.</param>
    /// <param name="time">The clock, which runs from here on.</param>
    /// <param name="drain">What else begins no further question.</param>
    public SweepBudget(SweepOptions options, TimeProvider time, CancellationToken drain)
    {
        (_options, _time, _began) = (options, time, time.GetTimestamp());
        _clock = options.TimeBudget is { } most ? new CancellationTokenSource(most, time) : new CancellationTokenSource();
        _drain = CancellationTokenSource.CreateLinkedTokenSource(drain, _clock.Token, _tokensAreSpent.Token);
        // What ended it first is why: the clock goes on while the last questions are finished.
        _end = _drain.Token.Register(() => _spent = drain.IsCancellationRequested ? null : WhatIsSpent());
    }

    /// <summary>Cancelled once no further question is to be begun.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Tokens of this call so far, of prompts and replies.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>The time of this call so far.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_began);

    /// <summary>Which budget ended the sweep, in words; null where none did.</summary>
    public string? Spent => Volatile.Read(ref _spent);

    /// <summary>Counts what a question took.</summary>
    public void Count(TokensSpent spent)
    {
        if (Interlocked.Add(ref _tokens, spent.Tokens) >= _options.TokenBudget)
            _tokensAreSpent.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _drain.Dispose();
        _clock.Dispose();
        _tokensAreSpent.Dispose();
    }

    private string WhatIsSpent() => _tokensAreSpent.IsCancellationRequested
        ? string.Create(CultureInfo.InvariantCulture, $"--max-tokens {_options.TokenBudget:N0} are spent")
        : string.Create(CultureInfo.InvariantCulture, $"--minutes {_options.TimeBudget!.Value.TotalMinutes:0.##} are over");
}
