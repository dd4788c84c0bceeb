using System.Globalization;
using Haystack.Flights;
using Haystack.Inference;
using Haystack.Inference.Probing;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Models;

/// <summary>Makes a connected model ready to be asked: its tokens are known, its documents are known to fit, its cold controls are chosen.</summary>
/// <param name="options">What is measured.</param>
/// <param name="time">Where the salt of cold questions comes from.</param>
/// <param name="notice">Takes what the user should know.</param>
internal sealed class ModelPreparation(SweepOptions options, TimeProvider time, Action<string> notice)
{
    /// <summary>A date does not change a template by more tokens than this.</summary>
    public const int MostShift = 32;

    private readonly FittingDocuments _documents = new(options, notice);

    /// <summary>Probes and plans.</summary>
    /// <exception cref="HaystackException">It cannot be swept as asked.</exception>
    public async Task<PreparedModel> PrepareAsync(
        IModelConnection connection, IReadOnlyList<Rung> ladder, TextSources sources, bool probe, CancellationToken cancellationToken)
    {
        var description = connection.Description;
        var numCtx = AskedNumCtx(description) ?? ContextLadder.NumCtx(ladder, options);
        var (row, tokenizer, shortPrompt) = await LookAsync(connection, numCtx, probe, cancellationToken).ConfigureAwait(false);
        var (grade, note, templateTokens) = (row.TokenizerGrade, row.TokenizerNote, row.TemplateTokens);

        foreach (var language in options.Languages)
        {
            var corpus = sources.Corpus(language);
            foreach (var (control, at) in LookAlikes.In(tokenizer, corpus.Text))
                notice($"{description.Name}: corpus '{corpus.Name}' has the text {control} (first at character {at}), which is a control token of this model; where a server reads it as one, prompt counts differ and those trials are invalid");
        }

        if (grade == TokenizerGrade.Calibrated)
            notice($"{description.Name}: token counts are approximate (≈): {note}");
        else if (note is not null)
            notice($"{description.Name}: {note}");
        foreach (var rung in ladder.Where(r => r.Note is not null))
            notice(string.Create(CultureInfo.InvariantCulture, $"{description.Name}: the longest prompt is {rung.ContextTokens:N0} tokens ({rung.Note})."));
        var rungs = _documents.Of(sources, tokenizer, ladder, templateTokens, description.Name);
        return new PreparedModel
        {
            Connection = connection,
            Tokenizer = tokenizer,
            Sets = rungs,
            Cold = Cold(connection, rungs),
            Salt = time.GetUtcNow().Ticks.ToString("x", CultureInfo.InvariantCulture),
            Flight = FlightLimits.Of(options, connection),
            ShortPrompt = shortPrompt,
            Row = row,
        };
    }

    /// <summary>What is stored of a model, as one more server has it, and how long that took to begin the reply to a short prompt.</summary>
    /// <exception cref="HaystackException">It cannot be swept there.</exception>
    public async Task<(ModelRow Row, TimeSpan? ShortPrompt)> RowAsync(IModelConnection connection, int numCtx, bool probe, CancellationToken cancellationToken)
    {
        var (row, _, shortPrompt) = await LookAsync(connection, numCtx, probe, cancellationToken).ConfigureAwait(false);
        return (row, shortPrompt);
    }

    private async Task<(ModelRow Row, ModelTokenizer Tokenizer, TimeSpan? ShortPrompt)> LookAsync(IModelConnection connection, int numCtx, bool probe, CancellationToken cancellationToken)
    {
        var description = connection.Description;
        var (tokenizer, grade, note, templateTokens) = (description.Tokenizer, description.TokenizerGrade, description.TokenizerNote, 0);
        ModelLoad? load = null;
        TimeSpan? shortPrompt = null;
        var isTold = false;
        if (probe && !ModelProviders.IsInProcess(description.Provider))
        {
            var result = await TokenizerProbe.RunAsync(connection, numCtx, options.TrialTimeout, cancellationToken).ConfigureAwait(false);
            (tokenizer, grade, note, templateTokens, load) = (result.Tokenizer, result.Grade, result.Note, result.TemplateTokens, result.Load);
            (isTold, shortPrompt) = (result.TemplateIsTold, result.FirstToken);
        }

        // The probes may have taught the connection what its server does not take: what is really sent is stored.
        var properties = new SortedDictionary<string, string>(connection.Description.Properties.ToDictionary(), StringComparer.Ordinal);
        if (probe && !ModelProviders.IsInProcess(description.Provider))
            properties["template_tokens_from"] = isTold ? "the server's template and tokenizer" : "prompt counts";
        if (load?.ContextTokens is { } loaded)
            properties["effective_num_ctx"] = loaded.ToString(CultureInfo.InvariantCulture);
        var row = new ModelRow
        {
            Name = description.Name,
            Provider = description.Provider,
            Digest = description.Digest,
            Quantization = description.Quantization,
            ParameterSize = description.ParameterSize,
            Architecture = description.Architecture,
            MaxContextTokens = description.MaxContextTokens,
            NumCtx = numCtx,
            TokenizerSource = tokenizer.Source,
            TokenizerFingerprint = TokenScale.Identity(tokenizer),
            TokenizerGrade = grade,
            TokenizerNote = note,
            TemplateTokens = templateTokens,
            Server = description.Server,
            VramBytes = load?.VramBytes,
            SizeBytes = load?.SizeBytes,
            Properties = properties,
        };
        return (row, tokenizer, shortPrompt);
    }

    /// <summary>
    /// A model whose chat template adds another number of tokens than when its run was begun, as one with a date in it does:
    /// documents are made as they were, and what is still to be asked is held against today's count.
    /// </summary>
    public PreparedModel Resumed(PreparedModel model, IReadOnlyList<Rung> ladder, TextSources sources, string directory)
    {
        var stored = RunReader.Read(directory).Models.FirstOrDefault(m => m.Name == model.Row.Name);
        if (stored is null || stored.TemplateTokens == model.Row.TemplateTokens || Math.Abs(stored.TemplateTokens - model.Row.TemplateTokens) > MostShift)
            return model;
        notice(string.Create(CultureInfo.InvariantCulture, $"{model.Row.Name}: its chat template adds {model.Row.TemplateTokens} tokens today and added {stored.TemplateTokens} when the run was begun (a date in it?): what is still to be asked is planned with today's count"));
        var sets = _documents.Of(sources, model.Tokenizer, ladder, stored.TemplateTokens, model.Row.Name);
        return model with
        {
            Sets = sets,
            Cold = Cold(model.Connection, sets),
            TemplateShift = model.Row.TemplateTokens - stored.TemplateTokens,
            Row = model.Row with { TemplateTokens = stored.TemplateTokens },
        };
    }

    private ColdPlan Cold(IModelConnection connection, IReadOnlyList<DocumentSet> sets)
    {
        var (told, name) = (connection.ReusesNothingWhenTold, connection.Description.Name);
        // A reader in this process has no cache that could change its answers.
        if (options.Cache != CacheMode.Checked || ModelProviders.IsInProcess(connection.Description.Provider))
            return ColdPlan.None(told);
        var plan = ColdPlan.Of(sets, options, told, told ? 0 : sets[0].Rewordings(sets[0].Build(0)));
        if (plan.Trials == 0 && options.Arms.Any(a => a != Facts.Arm.ClosedBook))
            notice($"{name}: no cold control: the instruction has no other wording of as many tokens, so what the server's prefix cache does to answers is not known");
        return plan;
    }

    /// <summary>What bounds a model's prompts: its own context length, and the <c>num_ctx</c> in its name.</summary>
    public static int? MostTokens(ModelDescription description) => (description.MaxContextTokens, AskedNumCtx(description)) switch
    {
        ({ } own, { } asked) => Math.Min(own, asked),
        var (own, asked) => own ?? asked,
    };

    private static int? AskedNumCtx(ModelDescription description) =>
        ModelSpec.Parse(description.Name).Options.TryGetValue("num_ctx", out var text) && text.Length > 0
            ? TokenSize.Parse(text)
            : null;
}
