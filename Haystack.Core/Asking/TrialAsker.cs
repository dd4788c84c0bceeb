using System.Globalization;
using Haystack.Documents;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Asking;

/// <summary>Asks one question of one model: prompt, request, score, row, store.</summary>
internal sealed class TrialAsker
{
    private readonly PreparedModel _model;
    private readonly SweepOptions _options;
    private readonly Func<TrialRow, Task> _store;
    private readonly IReadOnlySet<string> _finished;
    private readonly Func<SweepEvent, ValueTask> _report;
    private readonly TrialIdentity _identity;

    public TrialAsker(PreparedModel model, SweepOptions options, Func<TrialRow, Task> store, IReadOnlySet<string> finished, Func<SweepEvent, ValueTask> report)
    {
        _model = model;
        _options = options;
        _store = store;
        _finished = finished;
        _report = report;
        _identity = new TrialIdentity(model.Row, options);
        _cap = new CapWatch(model.Row.Name, options.OutputBudget);
        _thinking = new ThinkWatch(model);
        _drift = new TemplateDrift(model, options.TrialTimeout, text => report(new SweepNotice(text)).AsTask());
    }

    private readonly TemplateDrift _drift;

    private readonly CapWatch _cap;

    private readonly ThinkWatch _thinking;

    private int _countsAreCompleted;

    /// <summary>Whether a question was answered before.</summary>
    public bool IsFinished(Trial trial) => _finished.Contains(_identity.Key(trial));

    /// <summary>The key of a question.</summary>
    public string Key(Trial trial) => _identity.Key(trial);

    /// <summary>Asks; the row is not stored yet.</summary>
    public async Task<AskedTrial> AskAsync(DocumentSet set, Document document, Trial trial, CancellationToken cancellationToken)
    {
        var prompt = set.PromptOf(document, trial, trial.Cold is { } number && !_model.Cold.ServerIsTold ? number : null);
        if (_options.Verify == VerifyMode.Full)
            PromptVerification.Verify(prompt, _model.Tokenizer);
        var key = _identity.Key(trial);
        using var activity = TrialTelemetry.Begin(_model.Row.Name);
        var atFirst = TokenScale.ToServer(_model.Tokenizer, prompt.ContentTokens) + _model.Row.TemplateTokens;
        var planned = atFirst + _drift.Current;
        var options = new AskOptions
        {
            PromptTokens = planned,
            NumCtx = _model.Row.NumCtx,
            MaxOutputTokens = _options.OutputBudget,
            Timeout = _options.TrialTimeout,
            // A control is drawn as the question that it is held against.
            Seed = new Seed(_options.Seed).Derive("trial/" + _identity.Key(trial with { IsControl = false, Cold = null })),
            Session = _options.SessionHeaders.Count == 0 ? null : _identity.Session(trial),
            SessionHeaders = _options.SessionHeaders,
            ColdSalt = trial.Cold is null ? null : $"{_model.Salt}-{key}",
        };
        var response = await _model.Connection.AskAsync([new ChatMessage(ChatRole.User, [.. prompt.Parts.Select(p => new TextContent(p))])], options, cancellationToken).ConfigureAwait(false);
        var told = response;
        // Before it is stored, and before the next is begun: a budget is watched by what was asked.
        await _report(new TokensSpent(TokensSpent.By(response, planned, _model.Tokenizer))).ConfigureAwait(false);
        if (_thinking.Note(response) is { } unheeded)
            await _report(new SweepNotice(unheeded)).ConfigureAwait(false);
        response = PromptCounts.Completed(response, planned, _model.Row.TokenizerGrade);
        if (response != told && Interlocked.Exchange(ref _countsAreCompleted, 1) == 0)
            await _report(new SweepNotice(string.Create(CultureInfo.InvariantCulture, $"{_model.Row.Name}: the server leaves out of its prompt counts what came from its cache ({told.PromptTokens:N0} counted and {told.CachedPromptTokens:N0} cached make the {planned:N0} planned): they are added"))).ConfigureAwait(false);
        planned = atFirst + await _drift.OfAsync(response.PromptTokens, atFirst, cancellationToken).ConfigureAwait(false);
        var scored = Scorer.Score(response, prompt.Question, document.Values, planned, _model.Row.TokenizerGrade);
        var row = TrialRows.Trial(key, _model.Row, document, trial, prompt, planned, response, scored);
        TrialTelemetry.End(activity, row);
        return new(row, response.PrefillTime);
    }

    /// <summary>Stores a row and says so.</summary>
    public async Task StoreAsync(TrialRow row)
    {
        await _store(row).ConfigureAwait(false);
        if (_cap.Note(row) is { } warning)
            await _report(new SweepNotice(warning)).ConfigureAwait(false);
        await _report(new TrialFinished(row.Model, row.Arm, row.ContextTokens, row.DistanceTokens, row.Outcome) { IsCold = row.IsCold, Attempts = row.Attempts, InFlight = row.InFlight }).ConfigureAwait(false);
    }
}
