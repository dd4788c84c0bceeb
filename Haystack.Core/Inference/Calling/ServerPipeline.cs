using Haystack.Inference.Wire;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Haystack.Inference.Calling;

/// <summary>
/// The way every request to one server goes: tried again after passing faults with jittered, growing delays, and
/// held back by a circuit breaker while the server fails at everything.
/// </summary>
/// <remarks>
/// There is no time-out here: the usual HTTP resilience defaults send a request anew after some seconds while the
/// server is still at work on the first, which is the wrong thing for a model that reads for minutes. A request
/// is only sent again once the one before it has come to its end, without an answer having begun.
/// </remarks>
internal sealed class ServerPipeline
{
    private readonly ResiliencePipeline<CallResult> _pipeline;
    private readonly RateLimits _rates;

    public ServerPipeline(RetryLimits limits, TimeProvider time, Seed seed)
    {
        _rates = new RateLimits(limits.MaxRetryAfter, time);
        var jitter = seed.Derive("retry-jitter").Stream();
        var gate = new Lock();
        _pipeline = new ResiliencePipelineBuilder<CallResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<CallResult>
            {
                MaxRetryAttempts = limits.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = limits.FirstDelay,
                MaxDelay = limits.MaxDelay,
                Randomizer = () =>
                {
                    lock (gate)
                        return jitter.NextDouble();
                },
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
                {
                    { Exception: BrokenCircuitException } => true,
                    { Result: { MayRetry: true, Status: 500 } } => arguments.AttemptNumber < limits.RetriesOfServerErrors,
                    { Result.MayRetry: true } => true,
                    _ => false,
                }),
                DelayGenerator = arguments => ValueTask.FromResult(Wait(arguments.Outcome, limits)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<CallResult>
            {
                FailureRatio = 1,
                MinimumThroughput = limits.BreakAfter,
                SamplingDuration = TimeSpan.FromMinutes(2),
                BreakDuration = limits.BreakDuration,
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome is { Result.MayRetry: true }),
            })
            .Build();
    }

    /// <summary>How many requests the server turned away so far because it had too much to do.</summary>
    public long TurnedAway => _rates.TurnedAway;

    /// <summary>Runs <paramref name="call"/>, again where that may help, and says how many times it was sent.</summary>
    public async Task<ModelResponse> RunAsync(AskOptions ask, Func<CancellationToken, Task<CallResult>> call, CancellationToken cancellationToken)
    {
        var attempts = 0;
        CallResult? last = null;
        try
        {
            last = await _pipeline.ExecuteAsync(
                async token =>
                {
                    using var ticket = await _rates.EnterAsync(ask.PromptTokens ?? 0, ask.MaxOutputTokens, token).ConfigureAwait(false);
                    RateTicket.Current = ticket;
                    attempts++;
                    last = await call(token).ConfigureAwait(false);
                    if (IsTooMuch(last))
                        _rates.TurnAway(last.RetryAfter);
                    return last;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            last ??= new(new ModelResponse
            {
                Content = "",
                Stop = StopCause.Fault,
                Fault = "not sent: the server has been failing at every request",
            });
        }

        return last.Response with { Attempts = attempts };
    }

    private static bool IsTooMuch(CallResult result) => result.MayRetry && (result.Status is 429 or 503 or 529 || (result.Response.Fault is { } fault && PromptRefusal.IsFullCache(fault)));

    private static TimeSpan? Wait(Outcome<CallResult> outcome, RetryLimits limits) => outcome switch
    {
        { Exception: BrokenCircuitException broken } => broken.RetryAfter ?? limits.BreakDuration,
        { Result.RetryAfter: { } asked } => asked < limits.MaxRetryAfter ? asked : limits.MaxRetryAfter,
        _ => null,
    };
}
