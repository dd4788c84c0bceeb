using System.Globalization;
using Haystack.Inference.Wire;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Inference.Calling;

/// <summary>Sends one request over an <see cref="IChatClient"/>, once, and keeps its budgets while the reply streams in.</summary>
internal sealed class ChatClientCaller(IChatClient client, ModelTokenizer tokenizer, TimeProvider time, CallLimits limits, bool isForeign = false)
{
    /// <summary>Control tokens that a server may count with a reply.</summary>
    private const int CountedBeside = 8;

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
        (tap.MostBytes, tap.MostLines) = (limits.Bytes(ask.MaxOutputTokens), limits.Lines(ask.MaxOutputTokens));
        var reply = new Reply(ask, limits, time);
        var repetition = new RepetitionDetector();
        var loops = false;
        Exception? exception = null;
        try
        {
            await foreach (var update in _client.GetStreamingResponseAsync(messages, options, stop.Token).ConfigureAwait(false))
            {
                reply.Add(update, piece => loops |= !reply.IsOverBudget && repetition.Feed(piece));
                if (reply.FirstToken is not null)
                    stall.CancelAfter(limits.Stall);
                if ((loops && !reply.IsOverBudget) || reply.IsEndless)
                    break;
            }
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            exception = e;
        }
        // What a client library throws on a hostile answer is not a closed set (JSON, null reference, format …);
        // a reader in this process has no such excuse. What a user's own client throws is as open.
        catch (Exception e) when (tap.Used || isForeign)
        {
            exception = e;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (loops)
            return new(WithCounts(reply, tap, StopCause.Loop) with { DoneReason = repetition.Finding });
        // A server that has said its last word and holds the connection all the same has ended its reply.
        var hasEnded = tap.Final && tap.StreamError is null;
        if (deadline.IsCancellationRequested && !hasEnded)
            return new(AtDeadline(reply, ask));
        if (stall.IsCancellationRequested && !hasEnded)
            return new(reply.ToResponse(StopCause.Fault, $"the reply stalled: no token for {Seconds(limits.Stall)}"));
        if (reply.IsEndless)
            return new(Cut(reply, tap));
        return Ended(reply, tap, hasEnded && stop.IsCancellationRequested ? null : exception);
    }

    private static ModelResponse AtDeadline(Reply reply, AskOptions ask) => reply switch
    {
        { FirstToken: null } => reply.ToResponse(StopCause.Fault, $"no token within {Seconds(ask.Timeout)}"),
        { WasFlowing: false } => reply.ToResponse(StopCause.Fault, $"the reply stalled, and {Seconds(ask.Timeout)} were up"),
        { IsOverBudget: true } => Shortened(reply).ToResponse(StopCause.OutputCap),
        _ => reply.ToResponse(StopCause.TimeCap),
    };

    private static Reply Shortened(Reply reply)
    {
        reply.CutToBudget();
        return reply;
    }

    // More came than was asked for: only what the budget held is the reply.
    private ModelResponse Cut(Reply reply, WireTap tap) => WithCounts(Shortened(reply), tap, StopCause.OutputCap);

    private CallResult Ended(Reply reply, WireTap tap, Exception? exception)
    {
        // Not every client of a user's says why a reply ends: that its stream ends without a fault is its word for it.
        var final = tap.Used ? tap.Final : isForeign || reply.FinishReason is not null;
        if (exception is not null || tap.StreamError is not null || !final)
        {
            tap.StreamError ??= tap.Suspicion;
            var fault = FaultReading.Of(tap, exception);
            var stop = fault.PromptRefused ? StopCause.PromptRefused : StopCause.Fault;
            return new(reply.ToResponse(stop, fault.Line) with { PromptTokens = fault.PromptTokens }, fault.MayRetry, tap.RetryAfter ?? fault.RetryAfter, fault.Status ?? tap.Status);
        }

        var reason = tap.Used ? tap.DoneReason : reply.FinishReason;
        if (tap.Garbled is { } garbled)
            return new(WithCounts(reply, tap, StopCause.Garbled) with { Fault = garbled });
        if (tap.Notice is { } notice && EndReason.KindOf(reason) is not EndKind.Length)
            return new(WithCounts(reply, tap, StopCause.Garbled) with { Fault = $"the server says that it cut the prompt or replaced the reply: {OneLine.Of(tap.Redact(notice))}" });
        // Where each message is a token, those without text account for the tokens that were counted beyond the texts.
        if (tap.Gaps > 0 && tap.OutputTokens - tap.Texts is > 0 and var missing && missing <= tap.Gaps + 2)
            return new(WithCounts(reply, tap, StopCause.Garbled) with { Fault = string.Create(CultureInfo.InvariantCulture, $"text of the reply was lost: the server counted {tap.OutputTokens} tokens, and {tap.Gaps} of its messages came without any") });
        return EndReason.KindOf(reason) switch
        {
            EndKind.Broken or EndKind.Withheld =>
                new(WithCounts(reply, tap, StopCause.Fault) with { Fault = $"the server ended the reply itself (reason: {OneLine.Of(tap.Redact(reason ?? "none given"))})" }),
            _ when reply.IsOverBudget && (tap.OutputTokens is not { } told || told > reply.Budget) => new(Cut(reply, tap)),
            EndKind.Stop when tap.DoneReason is not null && IsUnexplained(reply, tap) =>
                new(WithCounts(reply, tap, StopCause.Garbled) with { Fault = string.Create(CultureInfo.InvariantCulture, $"the server counted {tap.OutputTokens} tokens, more than the {reply.Budget} that were asked for, in a reply that has far fewer and stopped by itself: whether it was cut cannot be told") }),
            EndKind.Length => new(WithCounts(reply, tap, StopCause.OutputCap)),
            _ when (tap.Used ? tap.OutputTokens : isForeign ? reply.Usage?.OutputTokenCount : null) >= reply.Budget => new(WithCounts(reply, tap, StopCause.OutputCap)),
            _ when tap.HasToolCalls || (!tap.Used && reply.HasToolCalls) => new(WithCounts(reply, tap, StopCause.ToolCalls)),
            _ => new(WithCounts(reply, tap, StopCause.Finished)),
        };
    }

    // Tokens beyond the budget that neither the text nor thinking that is told accounts for.
    private bool IsUnexplained(Reply reply, WireTap tap) =>
        tap.Used && tap.OutputTokens - (tap.ThinkingTokens ?? 0) > reply.Budget + CountedBeside && Estimate(reply) <= reply.Budget / 2;

    private ModelResponse WithCounts(Reply reply, WireTap tap, StopCause stop)
    {
        var thinking = reply.ThinkingText();
        return reply.ToResponse(stop) with
        {
            DoneReason = tap.Used ? tap.DoneReason : reply.FinishReason,
            ServedModel = tap.Used ? tap.Model : reply.Model,
            // A client library makes 0 of a count that a server left out: over a wire, only what was seen there counts.
            PromptTokens = tap.Used ? tap.PromptTokens : reply.Usage?.InputTokenCount is > 0 and var counted ? counted : null,
            CachedPromptTokens = tap.Used ? tap.CachedPromptTokens : reply.Usage?.CachedInputTokenCount,
            OutputTokens = tap.Used ? tap.OutputTokens ?? Estimate(reply) : reply.Usage?.OutputTokenCount,
            ThinkingTokens = (tap.Used ? tap.ThinkingTokens : reply.Usage?.ReasoningTokenCount) ?? (thinking.Length > 0 ? tokenizer.Count(thinking) : null),
            PrefillTime = tap.PrefillTime,
            DecodeTime = tap.DecodeTime,
            LoadTime = tap.LoadTime,
        };
    }

    // What a server does not tell is at least what its text has.
    private long Estimate(Reply reply) => Math.Max(reply.Pieces, tokenizer.Count(reply.AllText()));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
