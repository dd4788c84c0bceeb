using Haystack.Facts;
using Haystack.Inference;
using Haystack.Planning;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Sweeping;

/// <summary>Asks one model everything that is not yet answered, document by document or documents side by side.</summary>
internal sealed class TrialRunner
{
    private readonly PreparedModel _model;
    private readonly SweepOptions _options;
    private readonly RunStore _store;
    private readonly int _position;
    private readonly IReadOnlySet<string> _finished;
    private readonly Func<SweepEvent, ValueTask> _report;
    private readonly TrialAsker _asker;
    private readonly Flight _flight;
    private readonly DocumentAsker _documents;
    private readonly Endurance _endurance;
    private readonly Fleet? _fleet;

    public TrialRunner(PreparedModel model, int position, SweepOptions options, RunStore store, IReadOnlySet<string> finished, Func<SweepEvent, ValueTask> report, SweepEnvironment? environment = null)
    {
        _model = model;
        _position = position;
        _options = options;
        _store = store;
        _finished = finished;
        _report = report;
        _endurance = new Endurance(model.Row.Name, options.Anyway);
        if (finished.Count > 0)
            _endurance.Remember(store.ReadTrials(model.Row.Name).Where(t => finished.Contains(t.Key)));
        _asker = new TrialAsker(model, options, store.AppendAsync, finished, report);
        _flight = new Flight(model.Flight);
        _documents = new DocumentAsker(model, options, _asker, _flight, _endurance, report);
        if (model.Others.Count > 0)
            _fleet = Fleet.Of(model, options, store, finished, _endurance, environment ?? new SweepEnvironment(), report);
    }

    /// <summary>How many of the model's trials were done before.</summary>
    public int CountFinished() => _options.IsAdaptive
        ? _store.ReadTrials(_model.Row.Name, withControls: true).Count(t => _finished.Contains(t.Key))
        : _model.Sets.Sum(s => _model.Documents(s).Select(s.Plan).Sum(p => Questions(s, p).Concat(Trials.ClosedBook(p, _options.Arms)).Count(_asker.IsFinished)));

    /// <summary>Asks.</summary>
    /// <param name="drain">No further question is begun once it is cancelled; those under way are finished and stored.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>Why it was given up; null where it was not.</returns>
    public async Task<string?> RunAsync(CancellationToken drain, CancellationToken cancellationToken)
    {
        if (_options.IsAdaptive)
        {
            await new AdaptiveRunner(_model, _options, this).RunAsync(drain, cancellationToken).ConfigureAwait(false);
            return GivenUp;
        }

        if (_fleet is not null)
        {
            await AskFleetAsync(_fleet, drain, cancellationToken).ConfigureAwait(false);
            return GivenUp;
        }

        // Shortest prompts first, and closed-book questions last: they would push the document out of the server's cache.
        foreach (var set in _model.Sets)
            await AskAboutAsync(set, [.. _model.Documents(set).Select(set.Plan)], drain, cancellationToken).ConfigureAwait(false);
        await AskFurtherAsync(drain, cancellationToken).ConfigureAwait(false);
        if (_options.Arms.Contains(Arm.ClosedBook))
        {
            foreach (var set in _model.Sets)
                await EachAsync(_model.Documents(set), (i, turn, stop) => AskClosedBookAsync(set, set.Plan(i), turn, drain, stop), drain, cancellationToken).ConfigureAwait(false);
        }

        await NoteLoadAsync(cancellationToken).ConfigureAwait(false);
        return GivenUp;
    }

    /// <summary>Whether the model was given up.</summary>
    public bool IsGivenUp => _endurance.IsOver;

    /// <summary>Why it was given up; null where it was not.</summary>
    public string? GivenUp => _endurance.GivenUp;

    /// <summary>Asks about these documents.</summary>
    public Task AskAboutAsync(DocumentSet set, IReadOnlyList<DocumentPlan> plans, CancellationToken drain, CancellationToken cancellationToken) => _fleet is not null
        ? _fleet.AskAsync(plans.Select(p => new FleetDocument(set, p, Left(Questions(set, p)))), drain, cancellationToken)
        : EachAsync(plans, (plan, turn, stop) => AskAboutDocumentAsync(set, plan, turn, drain, stop), drain, cancellationToken);

    /// <summary>The model's rows so far, as they are stored.</summary>
    public IReadOnlyList<TrialRow> StoredRows() => _store.ReadTrials(_model.Row.Name);

    // One queue for all lengths: no server waits for the end of one to begin with the next.
    private async Task AskFleetAsync(Fleet fleet, CancellationToken drain, CancellationToken cancellationToken)
    {
        await fleet.AskAsync(_model.Sets.SelectMany(s => _model.Documents(s).Select(s.Plan).Select(p => new FleetDocument(s, p, Left(Questions(s, p))))), drain, cancellationToken).ConfigureAwait(false);
        if (_options.Arms.Contains(Arm.ClosedBook))
            await fleet.AskAsync(_model.Sets.SelectMany(s => _model.Documents(s).Select(s.Plan).Select(p => new FleetDocument(s, p, Left(Trials.ClosedBook(p, _options.Arms))))), drain, cancellationToken).ConfigureAwait(false);
        await NoteLoadAsync(cancellationToken).ConfigureAwait(false);
    }

    private Trial[] Left(IReadOnlyList<Trial> trials) => [.. trials.Where(t => !_asker.IsFinished(t))];

    private IReadOnlyList<Trial> Questions(DocumentSet set, DocumentPlan plan) => Trials.InOrder(plan, _options, _model.Cold.Of(set, plan));

    private async Task EachAsync<T>(IEnumerable<T> items, Func<T, DocumentTurn, CancellationToken, Task> ask, CancellationToken drain, CancellationToken cancellationToken)
    {
        using var group = new TaskGroup(cancellationToken);
        try
        {
            foreach (var item in items)
            {
                var turn = await _flight.EnterDocumentAsync(group.Stop).ConfigureAwait(false);
                group.Add(async stop =>
                {
                    using (turn)
                    {
                        if (!drain.IsCancellationRequested && !IsGivenUp)
                            await ask(item, turn, stop).ConfigureAwait(false);
                    }
                });
            }
        }
        finally
        {
            await group.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task AskFurtherAsync(CancellationToken drain, CancellationToken cancellationToken)
    {
        var round = 0;
        foreach (var documents in new FurtherControls(_model, _options).Rounds())
        {
            var rows = _store.ReadTrials(_model.Row.Name, withControls: true).ToLookup(t => t.IsCold);
            if (drain.IsCancellationRequested || IsGivenUp || CacheControl.Of(_model.Row.Name, [.. rows[true]], rows[false]) is not { IsOpen: true } verdict)
                return;
            var left = documents.Select(d => (d.Set, d.Plan, Trials: d.Trials.Where(t => !_asker.IsFinished(t)).ToArray())).Where(d => d.Trials.Length > 0).ToArray();
            round++;
            if (left.Length > 0)
                await _report(new SweepNotice($"{_model.Row.Name}: {FurtherControls.Line(verdict, round)}")).ConfigureAwait(false);
            await EachAsync(left, (d, turn, stop) => AskAllAsync(d.Set, d.Plan, d.Trials, turn, drain, stop), drain, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskAboutDocumentAsync(DocumentSet set, DocumentPlan plan, DocumentTurn turn, CancellationToken drain, CancellationToken cancellationToken)
    {
        var left = Questions(set, plan).Where(t => !_asker.IsFinished(t)).ToArray();
        if (left.Length == 0 || await HasChangedAsync(cancellationToken).ConfigureAwait(false))
            return;
        await AskAllAsync(set, plan, left, turn, drain, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores what the model takes on its server, which is known only once it is loaded; as the probe saw it where the server does not answer any more.</summary>
    private async Task NoteLoadAsync(CancellationToken cancellationToken)
    {
        if (!IsGivenUp && await LookAtLoadAsync(cancellationToken).ConfigureAwait(false) is { } load)
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
            _endurance.GiveUp(e.Message);
            return true;
        }
        catch (HaystackException)
        {
            // The server cannot be asked right now: the question itself goes through the retries, and says what is wrong.
            return false;
        }
    }

    private Task AskClosedBookAsync(DocumentSet set, DocumentPlan plan, DocumentTurn turn, CancellationToken drain, CancellationToken cancellationToken)
    {
        var left = Trials.ClosedBook(plan, _options.Arms).Where(t => !_asker.IsFinished(t)).ToArray();
        return left.Length == 0 ? Task.CompletedTask : AskAllAsync(set, plan, left, turn, drain, cancellationToken);
    }

    private async Task AskAllAsync(DocumentSet set, DocumentPlan plan, IReadOnlyList<Trial> trials, DocumentTurn turn, CancellationToken drain, CancellationToken cancellationToken)
    {
        var document = set.Build(plan);
        // Stored for closed-book questions too, which are not about it: its facts say what they were made from.
        await _store.PutDocumentAsync(TrialRows.Document(document, _model.Row)).ConfigureAwait(false);
        await _documents.AskAsync(set, document, trials, turn, drain, cancellationToken).ConfigureAwait(false);
    }
}
