using System.Globalization;
using Haystack.Inference;
using Haystack.Inference.Calling;
using Haystack.Models;
using Haystack.Preparing;
using Haystack.Sets;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Checking;

/// <summary>Measures how fast a model is by some questions of a plan's own form, one at a time, shortest prompts first.</summary>
/// <param name="options">What is planned, with the budget of a reply in force.</param>
/// <param name="time">The clock.</param>
internal sealed class PlanCalibration(SweepOptions options, TimeProvider time)
{
    /// <summary>Most time for one model, loading included.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan Most { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What of that is kept for the last reply to come to its end, so that a fault has its name.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Questions about one document: the first is read whole, what the others take is the answer.</summary>
    private const int QuestionsADocument = 3;

    /// <summary>Retries that end within the time.</summary>
    public static RetryLimits Retry { get; } = new() { Retries = 1, LeastPatience = TimeSpan.Zero, MaxRetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>A plan like this one with texts that no server has in its cache: neither the sweep's own nor an earlier calibration's.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">When it is measured.</param>
    public static SweepOptions Texts(SweepOptions plan, DateTimeOffset now) =>
        plan with { Seed = new Seed(plan.Seed).Derive(string.Create(CultureInfo.InvariantCulture, $"calibration/{now.UtcTicks}")).Value };

    /// <summary>Asks.</summary>
    /// <param name="model">The model, prepared with <see cref="Texts"/> and <see cref="Retry"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was measured, and what went wrong: one of them or both; neither for a reader in this process, which needs no measuring.</returns>
    public async Task<(PlanRate? Rate, string? Fault)> MeasureAsync(PreparedModel model, CancellationToken cancellationToken)
    {
        if (ModelProviders.IsInProcess(model.Row.Provider))
            return (null, null);
        var began = time.GetTimestamp();
        TimeSpan Left() => Most - Margin - time.GetElapsedTime(began);
        using var clock = new CancellationTokenSource(Most, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token);
        var replies = new List<CalibrationReply>();
        string? fault = null;
        try
        {
            foreach (var set in model.Sets.DistinctBy(s => s.Rung.ContextTokens).OrderBy(s => s.Rung.ContextTokens))
            {
                // Where the next length would hardly be read in time, the time is better not spent.
                if (fault is not null || Left() <= Margin || (CalibrationReply.PrefillRate(replies) is { } known && set.Rung.ContextTokens / known > Left().TotalSeconds))
                    break;
                var document = set.Build(set.Plan(0));
                foreach (var (prompt, number) in set.Prompts(document, options.Arms).Take(QuestionsADocument).Select((p, i) => (p, i)))
                {
                    if (Left() <= Margin)
                        break;
                    var planned = TokenScale.ToServer(model.Tokenizer, prompt.ContentTokens) + model.Row.TemplateTokens;
                    var response = await model.Connection.AskAsync([new ChatMessage(ChatRole.User, prompt.Content)], Ask(model, set, number, Left()), stop.Token).ConfigureAwait(false);
                    if (response.Stop is StopCause.Fault or StopCause.PromptRefused)
                    {
                        fault = response.Fault;
                        break;
                    }

                    replies.Add(new CalibrationReply(response, number == 0, planned, model.Tokenizer));
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"no reply within {Most.TotalSeconds:0} s");
        }

        // A reply that its time would not hold is no fault beside others that are there.
        var isOver = Left() <= TimeSpan.Zero;
        return CalibrationReply.Rate(replies, time.GetElapsedTime(began), UsualTokens(model)) is { } rate
            ? (rate, fault is null || isOver ? null : $"{model.Row.Name}: not calibrated at all lengths: {fault}")
            : (null, $"{model.Row.Name}: not calibrated: {fault ?? "the server's replies tell no speed"}");
    }

    /// <summary>What a reply is taken to be long whose end was not seen.</summary>
    private double UsualTokens(PreparedModel model) => PlanRate.Usual(model, options.OutputBudget).TokensAnAnswer;

    private AskOptions Ask(PreparedModel model, DocumentSet set, int number, TimeSpan left) => new()
    {
        NumCtx = model.Row.NumCtx,
        MaxOutputTokens = options.OutputBudget,
        Timeout = left,
        Seed = new Seed(options.Seed).Derive($"calibration/{set.Rung.ContextTokens}", number),
    };
}
