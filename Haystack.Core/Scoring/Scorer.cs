using Haystack.Facts;
using Haystack.Inference;
using Haystack.Tokenization;

namespace Haystack.Scoring;

/// <summary>Says what a trial came to. Pure: the same response and question always give the same outcome.</summary>
/// <remarks>
/// In this order: fault, refused prompt, prompt count, loop, an ending that does not fit, budget, empty reply, and only then the answer itself. A
/// reply that ran into a budget is read all the same when it had already committed: its thinking is closed, the
/// server's prompt count is confirmed (or no server was there to ask), a marked answer (answer line, box, JSON) stands there whole, and nothing after
/// it takes that back.
/// </remarks>
internal static class Scorer
{
    /// <summary>Scores one response.</summary>
    /// <param name="response">What came back.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="documentValues">Every value planted in the document: a wrong answer among them is <see cref="Outcome.OtherChain"/>.</param>
    /// <param name="promptTokensPlanned">Tokens of the whole prompt as planned.</param>
    /// <param name="grade">How far the plan's counts can be trusted.</param>
    public static ScoredAnswer Score(
        ModelResponse response, Question question, IReadOnlyCollection<string> documentValues, int promptTokensPlanned, TokenizerGrade grade)
    {
        if (response.Stop == StopCause.Fault)
            return Unread(Outcome.Failed, response.Fault ?? "the request failed");
        if (response.Stop == StopCause.PromptRefused)
            return Unread(Outcome.Truncated, "the server refused the prompt as longer than its context");
        var check = PromptCheck.Of(response, promptTokensPlanned, grade);
        if (check.Outcome is { } outcome)
            return Unread(outcome, check.Words);
        if (response.Stop == StopCause.Loop)
            return Unread(Outcome.Loop, check.Words, "the reply repeated itself and was stopped");

        var content = TemplateTurns.Before(WrittenOtherwise.Undone(response.Content));
        var visible = ThinkingRemover.Remove(content);
        var reading = new List<string> { check.Words };
        if (content.Length < response.Content.Length)
            reading.Add("a turn that the model wrote for the user was cut off");
        if (visible.HadThinking)
            reading.Add(visible.IsOpen ? "thinking was cut off; it never closed" : "thinking was cut off");
        else if (!string.IsNullOrWhiteSpace(response.Thinking))
            reading.Add("thinking came in a field of its own");

        if (Ending.Misfit(response, visible) is { } misfit)
            return new ScoredAnswer { Outcome = Outcome.Invalid, Reading = [.. reading, misfit] };
        var isCapped = response.Stop is StopCause.OutputCap or StopCause.TimeCap;
        if (isCapped && !((check.IsConfirmed || response.IsFromElsewhere) && Ending.HasClosedItsThinking(response, visible) && ReplyReader.HasCommitted(visible.Text)))
            return Capped(response, reading);
        if (isCapped)
            reading.Add("the budget ran out after the reply had committed to an answer");
        if (Ending.IsBlank(visible.Text))
            return new ScoredAnswer { Outcome = Outcome.Empty, Reading = [.. reading, "nothing is left to read"] };
        var scored = new ReplyReader(question, documentValues).Read(visible.Text, reading);
        if (Ending.IsOfTheServer(response, visible, scored.Outcome) is { } words)
            return new ScoredAnswer { Outcome = Outcome.Invalid, Reading = [.. reading, words] };
        return response.IsToFitSchema && scored.AnswerForm == AnswerForms.OtherMark ? scored with { AnswerForm = AnswerForms.Form } : scored;
    }

    private static ScoredAnswer Capped(ModelResponse response, List<string> reading)
    {
        // A server that was not watched while streaming may have spent its whole budget on a loop.
        if (RepetitionDetector.Loops(response.Thinking) || RepetitionDetector.Loops(response.Content))
            return new ScoredAnswer { Outcome = Outcome.Loop, Reading = [.. reading, "the budget ran out while the reply repeated itself"] };
        var budget = response.Stop == StopCause.OutputCap ? "output" : "time";
        return new ScoredAnswer { Outcome = Outcome.CappedOutput, Reading = [.. reading, $"the {budget} budget ran out before an answer"] };
    }

    private static ScoredAnswer Unread(Outcome outcome, params string[] reading) => new() { Outcome = outcome, Reading = reading };
}
