using System.Globalization;
using Haystack.Inference;
using Haystack.Preparing;
using Haystack.Tokenization;

namespace Haystack.Checking;

/// <summary>A reply by which a plan is calibrated.</summary>
/// <param name="Response">What came.</param>
/// <param name="IsFirst">Whether its question was the first about its document, whose prompt had to be read whole.</param>
/// <param name="PlannedTokens">Tokens of the prompt as planned, which count where the server does not.</param>
/// <param name="Tokenizer">The model's.</param>
internal sealed record CalibrationReply(ModelResponse Response, bool IsFirst, int PlannedTokens, ModelTokenizer Tokenizer)
{
    /// <summary>Tokens of the reply, thinking included.</summary>
    private long Written => Response.OutputTokens ?? Tokenizer.Count(Response.Content) + Tokenizer.Count(Response.Thinking);

    private long Read => (Response.PromptTokens ?? PlannedTokens) - (Response.CachedPromptTokens ?? 0);

    /// <summary>Time for reading the prompt; null where nothing tells it.</summary>
    private TimeSpan? Reading => Response.PrefillTime ?? Response.TimeToFirstToken - (Response.LoadTime ?? TimeSpan.Zero);

    private double WritingSeconds => Math.Max(0, (Response.DecodeTime ?? Response.Total - (Response.TimeToFirstToken ?? Response.Total)).TotalSeconds);

    private bool IsCut => Response.Stop == StopCause.TimeCap;

    private double SecondsBesideReading =>
        Math.Max(0, (Response.Total - (Response.LoadTime ?? TimeSpan.Zero)).TotalSeconds - (IsFirst ? Reading?.TotalSeconds ?? 0 : 0));

    /// <summary>Prompt tokens read a second, long prompts weighing as they do in a sweep; null where nothing tells it.</summary>
    public static double? PrefillRate(IReadOnlyList<CalibrationReply> replies)
    {
        var first = replies.Where(r => r.IsFirst && r.Reading > TimeSpan.Zero && r.Read > 0).ToArray();
        // The very first may have had to wait for the model, which not every server tells.
        if (first.Length > 1 && first[0].Response is { PrefillTime: null, LoadTime: null })
            first = first[1..];
        return first.Length > 0 ? first.Sum(r => r.Read) / first.Sum(r => r.Reading!.Value.TotalSeconds) : null;
    }

    /// <summary>What replies tell; null where they tell no speed.</summary>
    /// <param name="replies">The replies, in the order in which they were asked for.</param>
    /// <param name="took">How long it took in all.</param>
    /// <param name="usualTokens">What a reply is taken to be long whose end was not seen, where it was not longer.</param>
    public static PlanRate? Rate(IReadOnlyList<CalibrationReply> replies, TimeSpan took, double usualTokens)
    {
        if (PrefillRate(replies) is not { } prefill)
            return null;
        var decoding = replies.Sum(r => r.WritingSeconds);
        var decode = decoding > 0 ? replies.Sum(r => r.Written) / decoding : 0;
        // The end of a long reply was not seen; of its speed alone there is a measurement.
        double Tokens(CalibrationReply r) => r.IsCut ? Math.Max(r.Written, usualTokens) : r.Written;
        double Seconds(CalibrationReply r) => r.IsCut && decode > 0 ? Math.Max(r.SecondsBesideReading, Tokens(r) / decode) : r.SecondsBesideReading;
        var seconds = replies.Average(Seconds);
        var cut = replies.LastOrDefault(r => r.IsCut);
        var speed = decode > 0 ? string.Create(CultureInfo.InvariantCulture, $", {decode:N0} tokens of a reply a second") : "";
        var assumed = cut is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (one did not end in that time: {Tokens(cut):N0} tokens are assumed for it)");
        return new PlanRate(prefill, seconds, string.Create(
            CultureInfo.InvariantCulture,
            $"as {replies.Count} {(replies.Count == 1 ? "question" : "questions")} one at a time measured in {took.TotalSeconds:0} s: {prefill:N0} prompt tokens a second{speed}, {seconds:0.0} s an answer{assumed}"))
        {
            TokensAnAnswer = replies.Average(Tokens),
        };
    }
}
