using Haystack.Inference;
using Haystack.Inference.Health;
using Haystack.Reference;
using Microsoft.Extensions.AI;

namespace Haystack.Certifying;

/// <summary>Asks a server that runs a reference model, and holds it against what the evaluator says to the same prompts.</summary>
internal sealed class ReferenceCheck(ReferenceModel model, IModelConnection server, IReadOnlyList<int> contexts, int documents)
{
    private const int ReplyTokens = 16, QuestionsEach = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ReferenceEvaluator _evaluator = new(model);

    /// <summary>Asks at every length, and one prompt that fills the server's context to the brim.</summary>
    /// <param name="told">Takes a line at each length.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<CheckFinding>> RunAsync(Action<string> told, CancellationToken cancellationToken)
    {
        var questions = new List<CheckedQuestion>();
        foreach (var context in contexts)
        {
            for (var document = 0; document < documents; document++)
                await AskAsync(context, document, questions, cancellationToken).ConfigureAwait(false);
            var here = questions.Where(q => q.Right.ContextTokens == context).ToList();
            told($"{TokenSize.Format(context)}: {here.Count(q => q.IsSame)} of {here.Count} answers as they must be");
            // What is refused at this length is refused at any greater one.
            if (here.TrueForAll(q => q.Response.Stop is StopCause.PromptRefused or StopCause.Fault))
                break;
        }

        return ReferenceDiagnosis.Of(model.Options, questions, await BrimAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task AskAsync(int context, int document, List<CheckedQuestion> questions, CancellationToken cancellationToken)
    {
        var text = ReferenceCertificate.Text(model, context, document);
        var all = ReferenceCertificate.Answer(_evaluator, text, context).ToList();
        // The last has no answer in the text; the others are spread over chains and kinds.
        var step = Math.Max(1, (all.Count - 1) / QuestionsEach) | 1;
        var chosen = all.Take(all.Count - 1).Where((_, i) => i % step == 0).Append(all[^1]).ToList();
        for (var i = 0; i < chosen.Count; i++)
        {
            var tokens = chosen[i].Question.Tokens.Count;
            var response = await SendAsync(chosen[i].Question.Prompt, tokens, null, cancellationToken).ConfigureAwait(false);
            // One question of each text that could rest on the cache is asked again with nothing to reuse.
            var cold = i == 1 && server.ReusesNothingWhenTold ? await SendAsync(chosen[i].Question.Prompt, tokens, $"reference {context} {document}", cancellationToken).ConfigureAwait(false) : null;
            questions.Add(new CheckedQuestion(chosen[i], tokens, response, cold));
            if (response.Stop is StopCause.PromptRefused or StopCause.Fault)
                return;
        }
    }

    /// <summary>A prompt one token shorter than the server's context: there is room for one token of the reply and no more.</summary>
    private async Task<BrimLook?> BrimAsync(CancellationToken cancellationToken)
    {
        if (server.Description.MaxContextTokens is not { } context || server.Description.SetsNumCtx || context < 512 || context > contexts.Max() + 2048 || context > model.Options.ContextTokens)
            return null;
        var prompt = ReferenceText.Write(model, context - 256, ReferenceCertificate.Chains, new Seed(18).Derive("brim")).Questions().First().Prompt;
        // Bytes that mean nothing, one token each.
        prompt = new string('=', context - 1 - model.Tokenizer.Count(prompt)) + prompt;
        var response = await SendAsync(prompt, context - 1, null, cancellationToken).ConfigureAwait(false);
        return new BrimLook(context, response.Stop, response.PromptTokens ?? context - 1, response.OutputTokens ?? 0);
    }

    private Task<ModelResponse> SendAsync(string prompt, int tokens, string? cold, CancellationToken cancellationToken) =>
        server.AskAsync(
            [new ChatMessage(ChatRole.User, prompt)],
            new AskOptions
            {
                NumCtx = contexts.Max() + 1024,
                PromptTokens = tokens,
                MaxOutputTokens = ReplyTokens,
                Timeout = Patience,
                Seed = new Seed(18),
                ColdSalt = cold,
            },
            cancellationToken);
}
