using System.Globalization;
using Haystack.Inference.Wire;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.Calling;

/// <summary>Sends one request over an <see cref="IChatClient"/>, once, and keeps its budgets while the reply streams in.</summary>
internal sealed class ChatClientCaller(IChatClient client, ModelTokenizer tokenizer, TimeProvider time, CallLimits limits)
{
    private readonly IChatClient _client = Telemetry.Watch(client);

    /// <summary>Asks once; every fault comes back as a result.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<CallResult> CallAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, AskOptions ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(ask.Timeout, time);
        using var stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token, stall.Token);
        var tap = WireTap.Open(stop.Token);
        var reply = new Reply(ask, limits, time);
        var repetition = new RepetitionDetector();
        var loops = false;
        Exception? exception = null;
        try
        {
            await foreach (var update in _client.GetStreamingResponseAsync(messages, options, stop.Token).ConfigureAwait(false))
            {
                reply.Add(update, piece => loops |= repetition.Feed(piece));
                if (reply.FirstToken is not null)
                    stall.CancelAfter(limits.Stall);
                if (loops || reply.OverBudget)
                    break;
            }
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            exception = e;
        }
        // What a client library throws on a hostile answer is not a closed set (JSON, null reference, format …);
        // a reader in this process has no such excuse.
        catch (Exception e) when (tap.Used)
        {
            exception = e;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (loops)
            return new(WithCounts(reply, tap, StopCause.Loop) with { DoneReason = repetition.Finding });
        if (deadline.IsCancellationRequested)
            return new(AtDeadline(reply, ask));
        if (stall.IsCancellationRequested)
            return new(reply.ToResponse(StopCause.Fault, $"the reply stalled: no token for {Seconds(limits.Stall)}"));
        if (reply.OverBudget)
            return new(WithCounts(reply, tap, StopCause.OutputCap));
        return Ended(reply, tap, exception);
    }

    private static ModelResponse AtDeadline(Reply reply, AskOptions ask) => reply switch
    {
        { FirstToken: null } => reply.ToResponse(StopCause.Fault, $"no token within {Seconds(ask.Timeout)}"),
        { WasFlowing: false } => reply.ToResponse(StopCause.Fault, $"the reply stalled, and {Seconds(ask.Timeout)} were up"),
        _ => reply.ToResponse(StopCause.TimeCap),
    };

    private CallResult Ended(Reply reply, WireTap tap, Exception? exception)
    {
        var final = tap.Used ? tap.Final : reply.FinishReason is not null;
        if (exception is not null || tap.StreamError is not null || !final)
        {
            var fault = FaultReading.Of(tap, exception);
            var stop = fault.PromptRefused ? StopCause.PromptRefused : StopCause.Fault;
            return new(reply.ToResponse(stop, fault.Line) with { PromptTokens = fault.PromptTokens }, fault.MayRetry, tap.RetryAfter, tap.Status);
        }

        var reason = tap.DoneReason ?? reply.FinishReason;
        return reason switch
        {
            "length" or "max_tokens" => new(WithCounts(reply, tap, StopCause.OutputCap)),
            null or "load" or "unload" or "abort" or "error" or "content_filter" or "insufficient_system_resource" =>
                new(WithCounts(reply, tap, StopCause.Fault) with { Fault = $"the server ended the reply itself (reason: {OneLine.Of(tap.Redact(reason ?? "none given"))})" }),
            _ => new(WithCounts(reply, tap, StopCause.Finished)),
        };
    }

    private ModelResponse WithCounts(Reply reply, WireTap tap, StopCause stop)
    {
        var thinking = reply.ThinkingText();
        return reply.ToResponse(stop) with
        {
            DoneReason = tap.DoneReason ?? reply.FinishReason,
            // A client library makes 0 of a count that a server left out: over a wire, only what was seen there counts.
            PromptTokens = tap.Used ? tap.PromptTokens : reply.Usage?.InputTokenCount,
            CachedPromptTokens = tap.Used ? tap.CachedPromptTokens : reply.Usage?.CachedInputTokenCount,
            OutputTokens = tap.Used ? tap.OutputTokens ?? reply.Pieces : reply.Usage?.OutputTokenCount,
            ThinkingTokens = (tap.Used ? tap.ThinkingTokens : reply.Usage?.ReasoningTokenCount) ?? (thinking.Length > 0 ? tokenizer.Count(thinking) : null),
            PrefillTime = tap.PrefillTime,
            DecodeTime = tap.DecodeTime,
            LoadTime = tap.LoadTime,
        };
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
