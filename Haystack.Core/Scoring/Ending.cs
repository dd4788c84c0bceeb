using System.Globalization;
using Haystack.Inference;
using Haystack.Inference.Wire;

namespace Haystack.Scoring;

/// <summary>Weighs how a reply ended: its text, the tokens told, the budget, the reason to stop and the thinking must fit together, or it is no answer of the model's.</summary>
internal static class Ending
{
    /// <summary>A reply that ended at a limit has at least this share of its budget, if the limit was the budget.</summary>
    private const double LeastOfBudget = 0.9;

    /// <summary>Tokens without text that a reply may end with, and are counted by some servers.</summary>
    private const int EndTokens = 2;

    /// <summary>A word has no more tokens.</summary>
    private const int MostOfAWord = 8;

    private const int Shown = 80;

    // What programs write where they have no text.
    private static readonly string[] Nothings = ["null", "None", "undefined", "nil", "NaN", "NULL"];

    /// <summary>What does not fit, in words; null where all does.</summary>
    /// <param name="response">What came back.</param>
    /// <param name="visible">Its text without thinking.</param>
    public static string? Misfit(ModelResponse response, VisibleReply visible)
    {
        if (response.Stop == StopCause.Garbled)
            return response.Fault ?? "text of the reply was lost";
        var isBlank = IsBlank(visible.Text);
        if ((response.Stop == StopCause.ToolCalls || (response is { Stop: StopCause.Finished, IsFromElsewhere: false } && ErrorWords.CallATool(visible.Text))) && (isBlank || MarkFinder.Last(visible.Text) is null))
            return "the server made tool calls of the reply, in place of text (no tools were offered: its tool-call parser is a wrong one)";
        if (response.Stop == StopCause.OutputCap && response is { OutputTokens: { } told, MaxOutputTokens: { } budget } && told + EndTokens < LeastOfBudget * budget)
            return Text($"the server ended the reply at {told} of the {budget} tokens that were asked for, saying that its length is reached: a limit of its own");
        if (response.Stop is StopCause.Finished or StopCause.ToolCalls && isBlank)
            return Blank(response, visible);
        if (response is { Stop: StopCause.Finished, OutputTokens: > MostOfAWord and var many, ThinkingTokens: null or 0 } && visible is { HadThinking: false } && string.IsNullOrWhiteSpace(response.Thinking) && Nothings.Contains(visible.Text.Trim()))
            return Text($"the reply is the word {visible.Text.Trim()}, although the server counted {many} output tokens: it wrote its own word for nothing in place of the text");
        if (response is { IsToFitSchema: true, Stop: StopCause.Finished } && !AnswerSchema.Fits(visible.Text))
            return $"the server did not force the reply into the form that was asked for (answer={AnswerSchema.Forced}): \"{Short(OneLine.Of(visible.Text))}\"";
        // A reply that was cut has an answer to be broken only where it had committed: else it is capped, whatever was cut in two.
        return response.Stop is StopCause.OutputCap or StopCause.TimeCap && MarkFinder.Last(visible.Text) is not { IsWhole: true } ? null : Broken(visible.Text);
    }

    /// <summary>Says so where the text in a reply's place is the server's own: an error, a refusal, a notice that came as if the model had said it; else null.</summary>
    /// <param name="response">What came back.</param>
    /// <param name="visible">Its text without thinking.</param>
    /// <param name="outcome">How it was read.</param>
    public static string? IsOfTheServer(ModelResponse response, VisibleReply visible, Outcome outcome)
    {
        if (response.IsFromElsewhere || response.MaxOutputTokens is null || MarkFinder.Last(visible.Text) is not null)
            return null;
        var isUnread = outcome is Outcome.Unparsed or Outcome.Invented;
        if (ErrorWords.HaveTheFormOfAnError(visible.Text) || (isUnread && ErrorWords.SpeakOfTheServer(visible.Text)) || ErrorWords.AreNoModels(visible.Text))
            return $"the server wrote a message of its own in the reply's place: \"{Short(OneLine.Of(visible.Text))}\"";
        return isUnread && response.OutputTokens == 0 ? $"there is a text, but the server counted no output token for it: \"{Short(OneLine.Of(visible.Text))}\"" : null;
    }

    /// <summary>
    /// Whether what stands before the marked answer of a reply that was cut is known not to be thinking: a model that was to
    /// think has done so, and no mark that looks like control text is left open.
    /// </summary>
    public static bool HasClosedItsThinking(ModelResponse response, VisibleReply visible)
    {
        if (visible.IsOpen || (response.IsToThink == true && !visible.HadThinking && string.IsNullOrWhiteSpace(response.Thinking)))
            return false;
        // Positions count from the part of a long reply that is read.
        return MarkFinder.Last(visible.Text) is { } marked
            && !ControlMarks.IsOpen(visible.Text[..Math.Min(visible.Text.Length, Math.Max(0, visible.Text.Length - MarkFinder.Window) + marked.Start)]);
    }

    /// <summary>Whether nothing of a text can be seen: white space, and characters without a glyph.</summary>
    public static bool IsBlank(string text) => text.All(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control);

    private static string? Blank(ModelResponse response, VisibleReply visible)
    {
        // Of answers obtained elsewhere nothing is known but their text.
        if (response.MaxOutputTokens is null)
            return null;
        if (!string.IsNullOrWhiteSpace(response.Thinking) || visible.HadThinking)
        {
            var thinking = string.IsNullOrWhiteSpace(response.Thinking) ? response.Content : response.Thinking;
            // The tags themselves stand on lines of their own.
            var answer = MarkFinder.Last(thinking.Replace("<", "\n<", StringComparison.Ordinal).Replace(">", ">\n", StringComparison.Ordinal))?.Body.Trim();
            return $"there is nothing but reasoning, although the reply stopped by itself: the server's reasoning parser is a wrong one for this model{(answer is { Length: > 0 } ? $" (in the reasoning stands: \"{Short(answer)}\")" : "")}";
        }

        if (response.OutputTokens is not { } told)
            return "the reply is empty, and the server told no output tokens";
        if (told == 0)
            return "the reply is empty, with no token generated: the server did not let the model answer";
        // White space that came as text is what the model said; tokens that brought nothing are what the server kept.
        var pieces = response.Content.Length + EndTokens;
        return told > pieces || response.Content.Length == 0 ? Text($"the reply has no text, although the server counted {told} output tokens: it kept them to itself") : null;
    }

    // A character that could not be decoded, where the answer is read.
    private static string? Broken(string text)
    {
        var read = MarkFinder.Last(text)?.Body ?? text;
        if (Miscoding.In(read) is { } miscoded)
            return $"the answer was broken on the way ({miscoded}): \"{Short(read.Trim())}\"";
        return read.Contains('\uFFFD', StringComparison.Ordinal) ? $"the answer has a character that was broken on the way (U+FFFD): \"{Short(read.Trim())}\"" : null;
    }

    private static string Short(string text) => text.Length <= Shown ? text : $"{text[..Shown]}…";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
