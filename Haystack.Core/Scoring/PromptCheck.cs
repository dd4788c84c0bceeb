using System.Globalization;
using Haystack.Inference;
using Haystack.Tokenization;

namespace Haystack.Scoring;

/// <summary>Whether the server read the prompt that was planned.</summary>
/// <param name="Outcome">What the trial comes to if it did not; null where nothing speaks against it.</param>
/// <param name="IsConfirmed">Whether the server's own count says that it did.</param>
/// <param name="Words">The finding in words.</param>
internal sealed record PromptCheck(Outcome? Outcome, bool IsConfirmed, string Words)
{
    /// <summary>
    /// How far a count may lie from a <see cref="TokenizerGrade.Calibrated"/> plan, as a fraction of the plan. Such
    /// plans are scaled estimates; a truncation smaller than this goes unseen, which is why they are shown with "≈".
    /// </summary>
    public const double CalibratedTolerance = 0.05;

    /// <summary>Compares the server's count with the plan.</summary>
    /// <remarks>
    /// A reply that was stopped from here (loop, time) ends before the server tells its count: then a missing count is
    /// no fault of the trial. Every other missing count is.
    /// </remarks>
    public static PromptCheck Of(ModelResponse response, int plannedTokens, TokenizerGrade grade)
    {
        // The prompt is taken to have been read as it was written; the words say that nothing confirms it.
        if (response.IsFromElsewhere)
            return new PromptCheck(null, false, "no server confirmed that the prompt was read whole");
        if (response.PromptTokens is not { } counted)
        {
            return response.Stop is StopCause.Loop or StopCause.TimeCap
                ? new PromptCheck(null, false, "the reply was stopped before the server told its prompt count")
                : new PromptCheck(Scoring.Outcome.Invalid, false, "the server told no prompt count");
        }

        var allowed = grade == TokenizerGrade.Calibrated ? (long)(plannedTokens * CalibratedTolerance) : 0;
        var difference = counted - plannedTokens;
        if (difference < -allowed)
            return new PromptCheck(Scoring.Outcome.Truncated, false, Text($"the server read {counted} of {plannedTokens} prompt tokens"));
        if (difference > allowed)
            return new PromptCheck(Scoring.Outcome.Invalid, false, Text($"the server counted {counted} prompt tokens where {plannedTokens} were planned"));
        return new PromptCheck(null, true, difference == 0
            ? Text($"the server counted {counted} prompt tokens, as planned")
            : Text($"the server counted {counted} prompt tokens, {plannedTokens} planned, within the tolerance of a calibrated tokenizer"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
