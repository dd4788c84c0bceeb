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
    private static readonly ResiliencePropertyKey<WaitTeller> Waits = new("waits");

    private const string RateLimit = "the server's rate limit";

    private readonly ResiliencePipeline<CallResult> _pipeline;
    private readonly RateLimits _rates;
    private readonly RetryLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<ServerWait>? _waits;

    public ServerPipeline(RetryLimits limits, TimeProvider time, Seed seed, Action<ServerWait>? waits = null)
    {
        (_limits, _time, _waits) = (limits, time, waits);
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
                OnRetry = static arguments =>
                {
                    if (arguments.Context.Properties.TryGetValue(Waits, out var waits))
                        waits.Begin(arguments.RetryDelay, Why(arguments.Outcome));
                    return default;
                },
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

    /// <summary>Runs <paramref name="call"/>, for a model, again where that may help, and says how many times it was sent.</summary>
    public async Task<ModelResponse> RunAsync(string model, AskOptions ask, Func<CancellationToken, Task<CallResult>> call, CancellationToken cancellationToken)
    {
        var attempts = 0;
        CallResult? last = null;
        // However often and long a server asks to wait: together it is no longer than the trial's own time.
        var (begun, patience) = (_time.GetTimestamp(), ask.Timeout > _limits.LeastPatience ? ask.Timeout : _limits.LeastPatience);
        TimeSpan PatienceLeft() => patience - _time.GetElapsedTime(begun);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Left, PatienceLeft);
        var waits = new WaitTeller(_waits, model, _time);
        context.Properties.Set(Waits, waits);
        try
        {
            last = await _pipeline.ExecuteAsync(
                async context =>
                {
                    var token = context.CancellationToken;
                    using var ticket = await _rates.EnterAsync(ask.PromptTokens ?? 0, ask.MaxOutputTokens, PatienceLeft(), token, wait => waits.Begin(wait, RateLimit)).ConfigureAwait(false);
                    waits.End();
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
            waits.End();
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

    private static string Why(Outcome<CallResult> outcome) => outcome switch
    {
        { Exception: BrokenCircuitException } => "the server fails at every request",
        { Result.Status: 429 } => RateLimit,
        { Result: { } result } when IsTooMuch(result) => "the server is busy",
        { Result.Status: { } status } => string.Create(CultureInfo.InvariantCulture, $"the server answered HTTP {status}"),
        _ => "the connection failed",
    };

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
