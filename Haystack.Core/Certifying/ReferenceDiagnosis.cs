using Haystack.Inference;
using Haystack.Inference.Health;
using Haystack.Inference.Wire;
using Haystack.Reference;

namespace Haystack.Certifying;

/// <summary>Says in words what a server's answers to a reference model's questions mean.</summary>
internal static class ReferenceDiagnosis
{
    // Rounding may decide a question that stands exactly where a name is lost.
    private const double ByRounding = 0.05;

    /// <summary>Everything that there is to say; the last line is the verdict.</summary>
    public static IReadOnlyList<CheckFinding> Of(ReferenceOptions options, IReadOnlyList<CheckedQuestion> questions, BrimLook? brim)
    {
        var answered = questions.Where(q => q.Response.Stop is not (StopCause.PromptRefused or StopCause.Fault or StopCause.Garbled)).ToList();
        List<CheckFinding> findings = [.. Unanswered(questions), .. Counts(answered), .. Forms(answered), .. Recall(options, answered), .. Half(options, answered), .. Cache(answered), .. Brim(brim)];
        var bad = findings.Count(f => f.Level == FindingLevel.Bad);
        findings.Add(bad == 0 && answered.Count > 0
            ? new(FindingLevel.Good, "verdict", $"{options.Name} answers here as it is certified: {answered.Count(q => q.IsSame)} of {answered.Count} answers are the evaluator's, up to {answered.Max(q => q.PromptTokens):N0} tokens")
            : new(FindingLevel.Bad, "verdict", answered.Count == 0 ? "no question was answered" : $"{options.Name} does not run here as it is certified (see above); of {answered.Count} answers {answered.Count(q => q.IsSame)} are the evaluator's"));
        return findings;
    }

    private static IEnumerable<CheckFinding> Unanswered(IReadOnlyList<CheckedQuestion> questions)
    {
        if (questions.FirstOrDefault(q => q.Response.Stop == StopCause.PromptRefused) is { } refused)
            yield return new(FindingLevel.Bad, "context", $"a prompt of {refused.PromptTokens:N0} tokens is refused as too long", "give the server a larger context (--ctx-size, num_ctx, --max-model-len), or check up to what it takes with --max-ctx");
        if (questions.FirstOrDefault(q => q.Response.Stop is StopCause.Fault or StopCause.Garbled) is { } failed)
            yield return new(FindingLevel.Bad, "server", OneLine.Of(failed.Response.Fault ?? "a question failed"));
    }

    private static IEnumerable<CheckFinding> Counts(List<CheckedQuestion> answered)
    {
        var told = answered.Where(q => q.Surplus is not null).ToList();
        if (told.Count == 0)
        {
            yield return new(FindingLevel.Warning, "prompt tokens", "the server does not say how many tokens it read");
            yield break;
        }

        var (least, most) = (told.Min(q => q.Surplus!.Value), told.Max(q => q.Surplus!.Value));
        if (least == 0 && most == 0)
            yield return new(FindingLevel.Good, "prompt tokens", $"the server reads exactly the tokens that it was sent, {told.Max(q => q.PromptTokens):N0} at most");
        else if (least == most)
            yield return new(FindingLevel.Bad, "template", $"the template {(least > 0 ? "adds" : "swallows")} {Math.Abs(least)} tokens of every prompt", "a reference model takes the messages' contents alone: --chat-template-file, or TEMPLATE \"{{ .Prompt }}\" in the Modelfile");
        else if (told.Where(q => q.Surplus < 0).Select(q => q.Response.PromptTokens!.Value).DefaultIfEmpty(0).Max() is > 0 and var kept)
            yield return new(FindingLevel.Bad, "prompt cut", $"prompts are cut at {kept:N0} tokens: of {told.Max(q => q.PromptTokens):N0} that were sent the server read {told.MaxBy(q => q.PromptTokens)!.Response.PromptTokens:N0}", "give the server a larger context (--ctx-size, num_ctx)");
        else
            yield return new(FindingLevel.Bad, "template", $"the server counts {least} to {most} tokens more than it was sent");
    }

    private static IEnumerable<CheckFinding> Forms(List<CheckedQuestion> answered)
    {
        var unformed = answered.Where(q => !q.IsFormed).ToList();
        if (unformed.Count > answered.Count / 2)
            yield return new(FindingLevel.Bad, "replies", $"{unformed.Count} of {answered.Count} replies do not begin with \"Answer: \" (such as '{OneLine.Of(unformed[0].Response.Content)}'): something stands behind the prompt's last words, or another model answers", "a chat template that adds nothing behind the message; the file that `haystack reference write` made");
    }

    private static IEnumerable<CheckFinding> Recall(ReferenceOptions options, List<CheckedQuestion> answered)
    {
        var formed = answered.Where(q => q.IsFormed).ToList();
        var other = formed.Where(q => !q.IsSame).ToList();
        if (other.Count == 0)
            yield break;
        if (options.Recency > 0 && other.Count <= ByRounding * formed.Count)
        {
            yield return new(FindingLevel.Good, "recall", $"{other.Count} of {formed.Count} answers differ from the evaluator's, as rounding may have it where a name is just lost");
            yield break;
        }

        var stated = formed.Where(q => !q.Right.Question.IsAbsent && q.Right.Outcome == ReferenceOutcome.Right).ToList();
        var (lost, found) = (stated.Where(q => !q.IsSame).ToList(), stated.Where(q => q.IsSame).ToList());
        if (lost.Count == 0)
        {
            yield return new(FindingLevel.Bad, "recall", $"{other.Count} of {formed.Count} answers differ from the evaluator's, though none is a fact that it finds");
            yield break;
        }

        var (nearest, farthest) = (lost.Min(q => q.Farthest), found.Select(q => q.Farthest).DefaultIfEmpty(0).Max());
        yield return farthest < nearest
            ? new(FindingLevel.Bad, "recall", $"nothing is found that stands {nearest:N0} tokens or more before the end, and everything within {farthest:N0}: as with a sliding window, or with the beginning cut off", "an engine that honours the whole context for this architecture: no attention window, and no more slots than the context is meant for")
            : new(FindingLevel.Bad, "recall", $"recall is below the certificate from {nearest:N0} tokens on: {lost.Count} of {stated.Count(q => q.Farthest >= nearest)} answers there are lost, of {found.Count(q => q.Farthest < nearest)} nearer ones none; as with a coarse KV cache, or text dropped from the middle", "keys and values in f16 or q8_0 (--cache-type-k, --cache-type-v, OLLAMA_KV_CACHE_TYPE)");
    }

    // Wide, from so few questions; of a dull model it is the number that a sweep would report.
    private static IEnumerable<CheckFinding> Half(ReferenceOptions options, List<CheckedQuestion> answered)
    {
        var single = answered.Where(q => options.Recency > 0 && q.IsFormed && q.Right.Question.Distances.Count == 1).ToList();
        if (HalfDistance.Fit([.. single.Select(q => (q.Farthest, AnsweredQuestion.AnswerOf(q.Response.Content) == q.Right.Question.Expected))]) is not { } here
            || HalfDistance.Fit([.. single.Select(q => (q.Farthest, q.Right.Outcome == ReferenceOutcome.Right))]) is not { } due)
        {
            yield break;
        }

        var text = $"half of all facts are found at {here.Tokens:N0} tokens here (95%: {here.Low:N0} to {here.High:N0}), and by the evaluator on the same {single.Count} questions at {due.Tokens:N0}";
        yield return due.Tokens >= here.Low && due.Tokens <= here.High ? new(FindingLevel.Good, "half distance", text) : new(FindingLevel.Bad, "half distance", text);
    }

    private static IEnumerable<CheckFinding> Cache(List<CheckedQuestion> answered)
    {
        var again = answered.Where(q => q.Cold is not null).ToList();
        if (again.Count == 0)
            yield break;
        var changed = again.Count(q => q.HangsOnCache);
        yield return changed == 0
            ? new(FindingLevel.Good, "prefix cache", $"{again.Count} questions asked again with nothing to reuse had the same answers")
            : new(FindingLevel.Bad, "prefix cache", $"the prefix cache changes answers: {changed} of {again.Count} were others with nothing to reuse", "haystack sweep --cache off, and another version of the server");
    }

    private static IEnumerable<CheckFinding> Brim(BrimLook? brim)
    {
        if (brim is null)
            yield break;
        yield return brim.Shifted
            ? new(FindingLevel.Bad, "context shift", $"a prompt of {brim.PromptTokens:N0} tokens and a reply of {brim.OutputTokens} are more than the context of {brim.ContextTokens:N0}: text was dropped without a word", "start the server without --context-shift")
            : new(FindingLevel.Good, "context shift", $"a reply that does not fit behind {brim.PromptTokens:N0} tokens ends, and nothing is dropped");
    }
}
