using Haystack.Documents;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Sweeping;

/// <summary>Asks one model everything that is not yet answered: documents side by side, a document's questions one after another.</summary>
internal sealed class TrialRunner
{
    /// <summary>A server that fails this often in a row will not answer the next question either.</summary>
    private const int MostFailuresInARow = 8;

    private readonly PreparedModel _model;
    private readonly SweepOptions _options;
    private readonly RunStore _store;
    private readonly int _position;
    private readonly IReadOnlySet<string> _finished;
    private readonly Func<SweepEvent, ValueTask> _report;
    private readonly TrialIdentity _identity;
    private int _failuresInARow;
    private string? _givenUp;

    public TrialRunner(PreparedModel model, int position, SweepOptions options, RunStore store, IReadOnlySet<string> finished, Func<SweepEvent, ValueTask> report)
    {
        _model = model;
        _position = position;
        _options = options;
        _store = store;
        _finished = finished;
        _report = report;
        _identity = new TrialIdentity(model.Row, options);
    }

    /// <summary>How many of the model's trials were done before.</summary>
    public int CountFinished() => _options.IsAdaptive ? _store.ReadTrials(_model.Row.Name).Count(t => _finished.Contains(t.Key)) : _model.Sets.Sum(s => Enumerable.Range(0, s.Count).Sum(i => Keys(s.Plan(i)).Count(_finished.Contains)));

    /// <summary>Asks.</summary>
    /// <param name="drain">No further question is begun once it is cancelled; those under way are finished and stored.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>Why it was given up; null where it was not.</returns>
    public async Task<string?> RunAsync(CancellationToken drain, CancellationToken cancellationToken)
    {
        if (_options.IsAdaptive)
        {
            await new AdaptiveRunner(_model, _options, this).RunAsync(drain, cancellationToken).ConfigureAwait(false);
            return _givenUp;
        }

        // Shortest prompts first, and closed-book questions last: they would push the document out of the server's cache.
        foreach (var set in _model.Sets)
            await AskAboutAsync(set, [.. Enumerable.Range(0, set.Count).Select(set.Plan)], drain, cancellationToken).ConfigureAwait(false);
        if (_options.Arms.Contains(Arm.ClosedBook))
        {
            foreach (var set in _model.Sets)
                await EachAsync(Enumerable.Range(0, set.Count), (i, stop) => AskClosedBookAsync(set, set.Plan(i), drain, stop), drain, cancellationToken).ConfigureAwait(false);
        }

        await NoteLoadAsync(cancellationToken).ConfigureAwait(false);
        return _givenUp;
    }

    /// <summary>Whether the model was given up.</summary>
    public bool IsGivenUp => _givenUp is not null;

    /// <summary>Why it was given up; null where it was not.</summary>
    public string? GivenUp => _givenUp;

    /// <summary>Asks about these documents: side by side, each one's questions one after another.</summary>
    public Task AskAboutAsync(DocumentSet set, IReadOnlyList<DocumentPlan> plans, CancellationToken drain, CancellationToken cancellationToken) =>
        EachAsync(plans, (plan, stop) => AskAboutDocumentAsync(set, plan, drain, stop), drain, cancellationToken);

    /// <summary>The model's rows so far, as they are stored.</summary>
    public IReadOnlyList<TrialRow> StoredRows() => _store.ReadTrials(_model.Row.Name);

    private async Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> ask, CancellationToken drain, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _model.Parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(items, parallel, async (item, stop) =>
        {
            if (!drain.IsCancellationRequested && _givenUp is null)
                await ask(item, stop).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task AskAboutDocumentAsync(DocumentSet set, DocumentPlan plan, CancellationToken drain, CancellationToken cancellationToken)
    {
        if (QuestionKeys(plan).All(_finished.Contains))
            return;
        if (await HasChangedAsync(cancellationToken).ConfigureAwait(false))
            return;
        var document = set.Build(plan);
        await _store.PutDocumentAsync(TrialRows.Document(document, _model.Row)).ConfigureAwait(false);
        await AskAllAsync(document, set.Prompts(document, _options.Arms), drain, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores what the model takes on its server, which is known only once it is loaded; as the probe saw it where the server does not answer any more.</summary>
    private async Task NoteLoadAsync(CancellationToken cancellationToken)
    {
        if (_givenUp is null && await LookAtLoadAsync(cancellationToken).ConfigureAwait(false) is { } load)
            await _store.PutModelAsync(_model.Row with { VramBytes = load.VramBytes, SizeBytes = load.SizeBytes }, _position).ConfigureAwait(false);
    }

    private async Task<ModelLoad?> LookAtLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _model.Connection.GetLoadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HaystackException e)
        {
            // Every question is answered and stored: a sweep must not fail for want of a figure beside them.
            await _report(new SweepNotice($"{_model.Row.Name}: what it takes on its server could not be looked at in the end: {e.Message}")).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>A model removed, or pulled again under its name, ends its sweep: its results must not mix.</summary>
    private async Task<bool> HasChangedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _model.Connection.CheckUnchangedAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (ModelChangedException e)
        {
            _givenUp ??= e.Message;
            return true;
        }
        catch (HaystackException)
        {
            // The server cannot be asked right now: the question itself goes through the retries, and says what is wrong.
            return false;
        }
    }

    private async Task AskClosedBookAsync(DocumentSet set, DocumentPlan plan, CancellationToken drain, CancellationToken cancellationToken)
    {
        if (ClosedBookKeys(plan).All(_finished.Contains))
            return;
        var document = set.Build(plan);
        // Not asked about, but its facts say what the questions were made from.
        await _store.PutDocumentAsync(TrialRows.Document(document, _model.Row)).ConfigureAwait(false);
        await AskAllAsync(document, set.ClosedBookPrompts(document, _options.Arms), drain, cancellationToken).ConfigureAwait(false);
    }

    private async Task AskAllAsync(Document document, IEnumerable<Prompt> prompts, CancellationToken drain, CancellationToken cancellationToken)
    {
        var stored = new List<Task>();
        foreach (var prompt in prompts)
        {
            if (drain.IsCancellationRequested || _givenUp is not null)
                break;
            var key = _identity.Key(document.Plan, prompt);
            if (_finished.Contains(key))
                continue;
            if (_options.Verify == VerifyMode.Full)
                PromptVerification.Verify(prompt, _model.Tokenizer);
            var row = await AskAsync(key, document, prompt, cancellationToken).ConfigureAwait(false);
            // The next question need not wait for the disk; the event for this one does.
            stored.Add(StoreAsync(row));
        }

        await Task.WhenAll(stored).ConfigureAwait(false);
    }

    private async Task<TrialRow> AskAsync(string key, Document document, Prompt prompt, CancellationToken cancellationToken)
    {
        using var activity = TrialTelemetry.Begin(_model.Row.Name);
        var options = new AskOptions
        {
            NumCtx = _model.Row.NumCtx,
            MaxOutputTokens = _options.OutputBudget,
            Timeout = _options.TrialTimeout,
            Seed = new Seed(_options.Seed).Derive("trial/" + key),
        };
        var response = await _model.Connection.AskAsync([new ChatMessage(ChatRole.User, [.. prompt.Parts.Select(p => new TextContent(p))])], options, cancellationToken).ConfigureAwait(false);
        var planned = TokenScale.ToServer(_model.Tokenizer, prompt.ContentTokens) + _model.Row.TemplateTokens;
        var scored = Scorer.Score(response, prompt.Question, document.Values, planned, _model.Row.TokenizerGrade);
        NoteFailure(scored.Outcome, response);
        var row = TrialRows.Trial(key, _model.Row, document, prompt, planned, response, scored);
        TrialTelemetry.End(activity, row);
        return row;
    }

    private void NoteFailure(Outcome outcome, ModelResponse response)
    {
        if (outcome != Outcome.Failed)
            Interlocked.Exchange(ref _failuresInARow, 0);
        else if (Interlocked.Increment(ref _failuresInARow) >= MostFailuresInARow)
            _givenUp ??= $"{_model.Row.Name}: {MostFailuresInARow} trials in a row failed, the last with: {response.Fault}";
    }

    private async Task StoreAsync(TrialRow row)
    {
        await _store.AppendAsync(row).ConfigureAwait(false);
        await _report(new TrialFinished(row.Model, row.Arm, row.ContextTokens, row.DistanceTokens, row.Outcome)).ConfigureAwait(false);
    }

    private IEnumerable<string> Keys(DocumentPlan plan) =>
        _options.Arms.Contains(Arm.ClosedBook) ? QuestionKeys(plan).Concat(ClosedBookKeys(plan)) : QuestionKeys(plan);

    private IEnumerable<string> ClosedBookKeys(DocumentPlan plan) =>
        Enumerable.Range(0, plan.Chains.Count).Select(c => _identity.Key(plan, c, Arm.ClosedBook, QuestionPlacement.After));

    private IEnumerable<string> QuestionKeys(DocumentPlan plan)
    {
        foreach (var placement in _options.Placements)
        {
            foreach (var arm in _options.Arms.Where(a => a != Arm.ClosedBook))
            {
                var (first, count) = arm == Arm.Absent ? (plan.Chains.Count, plan.OrphanTargets.Count) : (0, plan.Chains.Count);
                for (var chain = first; chain < first + count; chain++)
                    yield return _identity.Key(plan, chain, arm, placement);
            }
        }
    }
}
