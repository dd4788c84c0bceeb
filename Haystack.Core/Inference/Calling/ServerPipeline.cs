using System.Globalization;
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
    private static readonly ResiliencePropertyKey<Func<TimeSpan>> Left = new("left");

    private readonly ResiliencePipeline<CallResult> _pipeline;
    private readonly RateLimits _rates;
    private readonly RetryLimits _limits;
    private readonly TimeProvider _time;

    public ServerPipeline(RetryLimits limits, TimeProvider time, Seed seed)
    {
        (_limits, _time) = (limits, time);
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
                    _ when LeftOf(arguments.Context) <= TimeSpan.Zero => false,
                    { Exception: BrokenCircuitException } when limits.RetriesOfUnreachable < limits.Retries => false,
                    { Exception: BrokenCircuitException } => true,
                    { Result: { MayRetry: true, Status: null } } when arguments.AttemptNumber >= limits.RetriesOfUnreachable => false,
                    { Result: { MayRetry: true, Status: 500 } } => arguments.AttemptNumber < limits.RetriesOfServerErrors,
                    { Result.MayRetry: true } => true,
                    _ => false,
                }),
                DelayGenerator = arguments => ValueTask.FromResult(Wait(arguments.Outcome, limits, LeftOf(arguments.Context))),
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
        // However often and long a server asks to wait: together it is no longer than the trial's own time.
        var (begun, patience) = (_time.GetTimestamp(), ask.Timeout > _limits.LeastPatience ? ask.Timeout : _limits.LeastPatience);
        TimeSpan PatienceLeft() => patience - _time.GetElapsedTime(begun);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Left, PatienceLeft);
        try
        {
            last = await _pipeline.ExecuteAsync(
                async context =>
                {
                    var token = context.CancellationToken;
                    using var ticket = await _rates.EnterAsync(ask.PromptTokens ?? 0, ask.MaxOutputTokens, PatienceLeft(), token).ConfigureAwait(false);
                    RateTicket.Current = ticket;
                    SessionTag.Current = ask.Session is { } session ? new SessionTag(session, ask.SessionHeaders) : null;
                    attempts++;
                    last = await call(token).ConfigureAwait(false);
                    if (IsTooMuch(last))
                        _rates.TurnAway(last.RetryAfter);
                    return last;
                },
                context).ConfigureAwait(false);
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
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        return last.Response with
        {
            Attempts = attempts,
            Fault = last is { MayRetry: true, RetryAfter: { } asked } && PatienceLeft() <= TimeSpan.Zero && last.Response.Fault is { } fault
                ? string.Create(CultureInfo.InvariantCulture, $"{fault} (it asks to wait {asked.TotalSeconds:0} s more, and the time for this question is up: a longer --trial-timeout waits longer)")
                : last.Response.Fault,
        };
    }

    private static bool IsTooMuch(CallResult result) => result.MayRetry && (result.Status is 429 or 503 or 529 || (result.Response.Fault is { } fault && PromptRefusal.IsFullCache(fault)));

    private static TimeSpan LeftOf(ResilienceContext context) => context.Properties.TryGetValue(Left, out var left) ? left() : TimeSpan.MaxValue;

    private static TimeSpan? Wait(Outcome<CallResult> outcome, RetryLimits limits, TimeSpan left) => outcome switch
    {
        { Exception: BrokenCircuitException broken } => Least(broken.RetryAfter ?? limits.BreakDuration, left),
        { Result.RetryAfter: { } asked } => Least(Least(asked, limits.MaxRetryAfter), left),
        _ => null,
    };

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
