using System.Globalization;
using Haystack.Tokenization;

namespace Haystack.Inference.Probing;

/// <summary>
/// Asks the server how long a few prompts are, before anything is planned: settles what the chat template adds and
/// whether our tokenizer is the server's.
/// </summary>
internal static class TokenizerProbe
{
    /// <summary>More than any chat template adds; beyond it the counts mean something else.</summary>
    private const int MostTemplateTokens = 4096;

    /// <summary>Fewer of a server's tokens to one of o200k no vocabulary has: the text would have to be read in whole clauses.</summary>
    private const double LeastRatio = 0.3;

    /// <summary>Nor more: a token a character gives five.</summary>
    private const double MostRatio = 8;

    /// <summary>Probes <paramref name="model"/> with the sweep's context size, a trial's time for each probe, and everything else as usual.</summary>
    /// <exception cref="HaystackException">The server does not answer the probes; one line says why.</exception>
    public static Task<ProbeResult> RunAsync(IModelConnection model, int numCtx, TimeSpan timeout, CancellationToken cancellationToken) =>
        RunAsync(model, new ProbeOptions { NumCtx = numCtx, Timeout = timeout, Seed = new Seed(0) }, cancellationToken);

    /// <summary>Probes <paramref name="model"/>, which loads it; each probe generates one token.</summary>
    /// <exception cref="HaystackException">The server does not answer the probes; one line says why.</exception>
    public static async Task<ProbeResult> RunAsync(IModelConnection model, ProbeOptions options, CancellationToken cancellationToken)
    {
        var description = model.Description;
        if (description.TokenizerGrade == TokenizerGrade.Calibrated)
            return await CalibrateAsync(model, options, description.TokenizerNote ?? "no vocabulary to be had", cancellationToken).ConfigureAwait(false);
        var (differences, whole, told) = (new List<(string Kind, int Tokens)>(), new List<(string Kind, int Tokens)>(), new List<int?>());
        TimeSpan? soonest = null;
        foreach (var (kind, text) in ProbeTexts.All)
        {
            if (await CountAsync(model, options, text, cancellationToken).ConfigureAwait(false) is not { } counted)
                throw Uncounted(model);
            soonest = Sooner(soonest, counted.FirstToken);
            var own = description.Tokenizer.Count(text);
            differences.Add((kind, (int)(counted.Tokens - own)));
            whole.Add((kind, (int)(counted.Tokens + (counted.Cached ?? 0) - own)));
            told.Add(await model.CountPromptAsync(options.ToMessages(text), cancellationToken).ConfigureAwait(false) - own);
        }

        var load = await LoadAsync(model, options, cancellationToken).ConfigureAwait(false);
        // A server that leaves out what came from its cache counts alike once that is added.
        if (differences.Exists(d => d.Tokens != differences[0].Tokens) && whole.TrueForAll(d => d.Tokens == whole[0].Tokens))
            differences = whole;
        var template = differences[0].Tokens;
        if (template is < 0 or > MostTemplateTokens || differences.Any(d => d.Tokens != template))
            return await CalibrateAsync(model, options, Disagreement(differences), cancellationToken).ConfigureAwait(false);
        // Trials are held against what the server counts: where its own template says otherwise, that count is planned with.
        var other = told.FirstOrDefault(t => t is not null && t != template);
        return new ProbeResult
        {
            Tokenizer = description.Tokenizer,
            Grade = other is null ? TokenizerGrade.Verified : TokenizerGrade.Exact,
            TemplateTokens = template,
            TemplateIsTold = other is null && told.TrueForAll(t => t is not null),
            Note = other is null ? description.TokenizerNote : TemplateDisagreement(template, other.Value),
            Load = load,
            FirstToken = soonest,
        };
    }

    /// <summary>What the template adds at this moment, by one short prompt; null where that cannot be found out.</summary>
    public static async Task<int?> TemplateTokensAsync(IModelConnection model, int numCtx, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var options = new ProbeOptions { NumCtx = numCtx, Timeout = timeout, Seed = new Seed(0) };
        var (_, text) = ProbeTexts.All[0];
        var response = await AskAsync(model, options, text, cancellationToken).ConfigureAwait(false);
        return response.Stop is StopCause.Fault or StopCause.PromptRefused || response.PromptTokens is not { } counted ? null : (int)(counted - model.Description.Tokenizer.Count(text));
    }

    // Two prompts of the same prose, one short, one long: the slope is the ratio, what remains is the template.
    private static async Task<ProbeResult> CalibrateAsync(IModelConnection model, ProbeOptions options, string reason, CancellationToken cancellationToken)
    {
        var sample = options.Sample is { Length: >= 2000 } given ? given[..Math.Min(given.Length, 6000)] : ProbeTexts.LongProse;
        var (shortText, longText) = (ProbeTexts.Frame(sample[..(sample.Length / 8)]), ProbeTexts.Frame(sample));
        var o200k = new CalibratedTokenizer(1, reason);
        if (await CountAsync(model, options, shortText, cancellationToken).ConfigureAwait(false) is not { Tokens: var shortCount, FirstToken: var shortFirst }
            || await CountAsync(model, options, longText, cancellationToken).ConfigureAwait(false) is not { Tokens: var longCount, FirstToken: var longFirst })
            throw Uncounted(model);
        var ratio = CalibratedTokenizer.RatioOf(longCount - shortCount, o200k.Count(longText) - o200k.Count(shortText));
        if (ratio is < LeastRatio or > MostRatio)
            throw new HaystackException(string.Create(CultureInfo.InvariantCulture, $"model '{model.Description.Name}': its server counts {shortCount:N0} tokens in a prompt of {o200k.Count(shortText):N0} o200k tokens and {longCount:N0} in one of {o200k.Count(longText):N0}, which is no tokenizer's ratio: it cuts prompts, counts only what is not cached, or counts something else (--tokenizer names the model's own)"));
        var load = await LoadAsync(model, options, cancellationToken).ConfigureAwait(false);
        // The server's own template and tokenizer tell the overhead to the token, where the slope only comes near it.
        var told = await model.CountPromptAsync(options.ToMessages(shortText), cancellationToken).ConfigureAwait(false);
        var content = told is null ? null : await model.CountAsync(shortText, cancellationToken).ConfigureAwait(false);
        if (told is not null && told != shortCount)
            reason = $"{reason}; {TemplateDisagreement((int)shortCount, told.Value)}";
        var isTold = told == shortCount && told - content is >= 0 and <= MostTemplateTokens;
        return new ProbeResult
        {
            Tokenizer = new CalibratedTokenizer(ratio, reason),
            Grade = TokenizerGrade.Calibrated,
            TemplateTokens = isTold ? (told - content)!.Value : (int)Math.Max(0, Math.Round(shortCount - ratio * o200k.Count(shortText))),
            TemplateIsTold = isTold,
            Ratio = ratio,
            Note = reason,
            Load = load,
            FirstToken = Sooner(shortFirst, longFirst),
        };
    }

    // Without it nothing vouches for a single answer: better told now than after a sweep of invalid trials.
    private static HaystackException Uncounted(IModelConnection model) => new(
        $"model '{model.Description.Name}': its server does not say how many tokens a prompt has (no usage in its replies, or zero), so that nothing it reads can be checked: every trial would be invalid (a newer version of the server, or an option of its to include usage in streams, may tell)");

    // A server may clamp num_ctx to what the model or its memory allows, and say so nowhere else.
    private static async Task<ModelLoad?> LoadAsync(IModelConnection model, ProbeOptions options, CancellationToken cancellationToken)
    {
        var load = await model.GetLoadAsync(cancellationToken).ConfigureAwait(false);
        return load is { ContextTokens: { } loaded } && loaded < options.NumCtx
            ? throw new HaystackException($"model '{model.Description.Name}' is loaded with a context of {TokenSize.Format(loaded)} tokens where {TokenSize.Format(options.NumCtx)} were asked for: --max-ctx {TokenSize.Format(loaded)} fits")
            : load;
    }

    private static async Task<(long Tokens, long? Cached, TimeSpan? FirstToken)?> CountAsync(IModelConnection model, ProbeOptions options, string text, CancellationToken cancellationToken)
    {
        var response = await AskAsync(model, options, text, cancellationToken).ConfigureAwait(false);
        return response.Stop switch
        {
            StopCause.Fault => throw new HaystackException($"model '{model.Description.Name}' does not answer: {response.Fault}{(response.Fault?.StartsWith("no token within", StringComparison.Ordinal) == true ? " (the time of a trial, --trial-timeout; loading a large model may take longer)" : "")}"),
            StopCause.PromptRefused => throw new HaystackException($"model '{model.Description.Name}' refuses a prompt of a few hundred tokens: {response.Fault}"),
            _ => response.PromptTokens is { } tokens ? (tokens, response.CachedPromptTokens, response.TimeToFirstToken) : null,
        };
    }

    private static Task<ModelResponse> AskAsync(IModelConnection model, ProbeOptions options, string text, CancellationToken cancellationToken) => model.AskAsync(
        options.ToMessages(text), new AskOptions { NumCtx = options.NumCtx, MaxOutputTokens = 1, Timeout = options.Timeout, Seed = options.Seed }, cancellationToken);

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is { } a && other is { } b ? (a < b ? a : b) : one ?? other;

    private static string Disagreement(IReadOnlyList<(string Kind, int Tokens)> differences) =>
        "the server counts otherwise than its vocabulary: beyond our count it finds "
        + string.Join(", ", differences.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Tokens} in {d.Kind}")));

    private static string TemplateDisagreement(int counted, int told) =>
        string.Create(CultureInfo.InvariantCulture, $"the server counts {Math.Abs(counted - told)} token{(Math.Abs(counted - told) == 1 ? "" : "s")} {(counted > told ? "more" : "fewer")} in a prompt than its own template and tokenizer give");
}
