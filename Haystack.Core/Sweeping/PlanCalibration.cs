using System.Globalization;
using Haystack.Inference;
using Haystack.Inference.InProcess;
using Microsoft.Extensions.AI;

namespace Haystack.Sweeping;

/// <summary>Measures how fast a model is by some questions of a plan's own form, one at a time, shortest prompts first.</summary>
/// <param name="options">What is planned, with the budget of a reply in force.</param>
/// <param name="time">The clock.</param>
internal sealed class PlanCalibration(SweepOptions options, TimeProvider time)
{
    /// <summary>Most time for one model, loading included.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <summary>Questions about one document: the first is read whole, what the others take is the answer.</summary>
    private const int QuestionsADocument = 3;

    /// <summary>A plan like this one with texts that no server has in its cache: neither the sweep's own nor an earlier calibration's.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">When it is measured.</param>
    public static SweepOptions Texts(SweepOptions plan, DateTimeOffset now) =>
        plan with { Seed = new Seed(plan.Seed).Derive(string.Create(CultureInfo.InvariantCulture, $"calibration/{now.UtcTicks}")).Value };

    /// <summary>Asks.</summary>
    /// <param name="model">The model, prepared with <see cref="Texts"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was measured, or why nothing could be; neither for a reader in this process, which needs no measuring.</returns>
    public async Task<(PlanRate? Rate, string? Fault)> MeasureAsync(PreparedModel model, CancellationToken cancellationToken)
    {
        if (InProcessProviders.Has(model.Row.Provider))
            return (null, null);
        var began = time.GetTimestamp();
        using var clock = new CancellationTokenSource(Most, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token);
        var replies = new List<(ModelResponse Response, bool IsFirst)>();
        string? fault = null;
        try
        {
            foreach (var set in model.Sets.DistinctBy(s => s.Rung.ContextTokens).OrderBy(s => s.Rung.ContextTokens))
            {
                // Where the next length would hardly be read in time, the time is better not spent.
                if (PrefillRate(replies) is { } known && set.Rung.ContextTokens / known > (Most - time.GetElapsedTime(began)).TotalSeconds)
                    break;
                var document = set.Build(set.Plan(0));
                foreach (var (prompt, number) in set.Prompts(document, options.Arms).Take(QuestionsADocument).Select((p, i) => (p, i)))
                {
                    var response = await model.Connection.AskAsync([new ChatMessage(ChatRole.User, prompt.Content)], Ask(model, set, number), stop.Token).ConfigureAwait(false);
                    if (response.Stop is StopCause.Fault or StopCause.PromptRefused)
                        return (null, $"{model.Row.Name}: not calibrated: {response.Fault}");
                    replies.Add((response, number == 0));
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"{model.Row.Name}: not calibrated: no reply within {Most.TotalSeconds:0} s");
        }

        return Of(replies, time.GetElapsedTime(began)) is { } rate ? (rate, null) : (null, fault ?? $"{model.Row.Name}: not calibrated: the server's replies tell no speed");
    }

    /// <summary>What replies tell; null where they tell no speed.</summary>
    /// <param name="replies">Each reply, and whether its question was the first about its document, whose prompt had to be read whole.</param>
    /// <param name="took">How long it took in all.</param>
    internal static PlanRate? Of(IReadOnlyList<(ModelResponse Response, bool IsFirst)> replies, TimeSpan took)
    {
        if (PrefillRate(replies) is not { } prefill)
            return null;
        var seconds = replies.Average(r => Math.Max(0, (r.Response.Total - (r.Response.LoadTime ?? TimeSpan.Zero)).TotalSeconds - (r.IsFirst ? Reading(r.Response)?.TotalSeconds ?? 0 : 0)));
        var counted = replies.Where(r => r.Response.OutputTokens is > 0).Select(r => r.Response).ToArray();
        var decoding = counted.Sum(r => (r.DecodeTime ?? r.Total - (r.TimeToFirstToken ?? TimeSpan.Zero)).TotalSeconds);
        var written = counted.Sum(r => r.OutputTokens!.Value);
        var decode = decoding > 0 ? string.Create(CultureInfo.InvariantCulture, $", {written / decoding:N0} tokens of a reply a second") : "";
        var rate = new PlanRate(prefill, seconds, string.Create(
            CultureInfo.InvariantCulture,
            $"as {replies.Count} {(replies.Count == 1 ? "question" : "questions")} one at a time measured in {took.TotalSeconds:0} s: {prefill:N0} prompt tokens a second{decode}, {seconds:0.0} s an answer"));
        return counted.Length > 0 ? rate with { TokensAnAnswer = (double)written / counted.Length } : rate;
    }

    /// <summary>Prompt tokens read a second, long prompts weighing as they do in a sweep; null where nothing tells it.</summary>
    private static double? PrefillRate(IReadOnlyList<(ModelResponse Response, bool IsFirst)> replies)
    {
        var first = replies.Where(r => r.IsFirst && Reading(r.Response) > TimeSpan.Zero && r.Response.PromptTokens is > 0).Select(r => r.Response).ToArray();
        // The very first may have had to wait for the model, which not every server tells.
        if (first.Length > 1 && first[0] is { PrefillTime: null, LoadTime: null })
            first = first[1..];
        var read = first.Sum(r => r.PromptTokens!.Value - (r.CachedPromptTokens ?? 0));
        return first.Length > 0 && read > 0 ? read / first.Sum(r => Reading(r)!.Value.TotalSeconds) : null;
    }

    private static TimeSpan? Reading(ModelResponse response) => response.PrefillTime ?? response.TimeToFirstToken - (response.LoadTime ?? TimeSpan.Zero);

    private AskOptions Ask(PreparedModel model, DocumentSet set, int number) => new()
    {
        NumCtx = model.Row.NumCtx,
        MaxOutputTokens = options.OutputBudget,
        Timeout = Most,
        Seed = new Seed(options.Seed).Derive($"calibration/{set.Rung.ContextTokens}", number),
    };
}
