using Haystack.Designs;
using Haystack.Flights;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Asking;

/// <summary>Asks one model what its design wants and is not yet answered, of one server or of several.</summary>
internal sealed class ModelAsker
{
    private readonly PreparedModel _model;
    private readonly RunStore _store;
    private readonly int _position;
    private readonly Func<SweepEvent, ValueTask> _report;
    private readonly TrialAsker _asker;
    private readonly Flight _flight;
    private readonly DocumentAsker _documents;
    private readonly Endurance _endurance;
    private readonly Fleet? _fleet;

    /// <param name="model">The model.</param>
    /// <param name="position">Its place among the run's models.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="store">Where answers go.</param>
    /// <param name="finished">The keys of what was answered before.</param>
    /// <param name="report">Takes what happens.</param>
    /// <param name="environment">The clock, and how requests are retried.</param>
    public ModelAsker(PreparedModel model, int position, SweepOptions options, RunStore store, IReadOnlySet<string> finished, Func<SweepEvent, ValueTask> report, SweepEnvironment environment)
    {
        (_model, _position, _store, _report) = (model, position, store, report);
        _endurance = new Endurance(model.Row.Name, options.Anyway);
        if (finished.Count > 0)
            _endurance.Remember(store.ReadTrials(model.Row.Name).Where(t => finished.Contains(t.Key)));
        _asker = new TrialAsker(model, options, store.AppendAsync, finished, report);
        _flight = new Flight(model.Flight);
        _documents = new DocumentAsker(model, options, _asker, _flight, _endurance, report);
        if (model.Others.Count > 0)
            _fleet = Fleet.Of(model, options, store, finished, _endurance, environment, report);
    }

    /// <summary>Asks, round after round.</summary>
    /// <param name="design">What to ask.</param>
    /// <param name="drain">No further question is begun once it is cancelled; those under way are finished and stored.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>Why it was given up; null where it was not.</returns>
    public async Task<string?> AskAsync(IDesign design, CancellationToken drain, CancellationToken cancellationToken)
    {
        foreach (var round in design.Planned.Concat(design.After(new StoredRows(_store, _model.Row.Name))))
        {
            await AskAsync(round, drain, cancellationToken).ConfigureAwait(false);
            // Of a round that was broken off, no design says what comes next.
            if (drain.IsCancellationRequested || _endurance.IsOver)
                break;
        }

        await NoteLoadAsync(cancellationToken).ConfigureAwait(false);
        return _endurance.GivenUp;
    }

    private async Task AskAsync(Round round, CancellationToken drain, CancellationToken cancellationToken)
    {
        var documents = round.Documents.Select(d => d with { Trials = [.. d.Trials.Where(t => !_asker.IsFinished(t))] }).Where(d => d.Trials.Count > 0);
        if (round.Notice is { } notice && documents.Any())
            await _report(new SweepNotice($"{_model.Row.Name}: {notice}")).ConfigureAwait(false);
        if (_fleet is not null)
            await _fleet.AskAsync(documents.Select(d => new FleetDocument(d.Set, d.Plan, d.Trials)), drain, cancellationToken).ConfigureAwait(false);
        else
            await EachAsync(documents, drain, cancellationToken).ConfigureAwait(false);
    }

    private async Task EachAsync(IEnumerable<RoundDocument> documents, CancellationToken drain, CancellationToken cancellationToken)
    {
        using var group = new TaskGroup(cancellationToken);
        try
        {
            foreach (var document in documents.TakeWhile(_ => !drain.IsCancellationRequested && !_endurance.IsOver))
            {
                var turn = await _flight.EnterDocumentAsync(group.Stop).ConfigureAwait(false);
                group.Add(async stop =>
                {
                    using (turn)
                    {
                        if (!drain.IsCancellationRequested && !_endurance.IsOver && !await HasChangedAsync(stop).ConfigureAwait(false))
                            await AskAsync(document, turn, drain, stop).ConfigureAwait(false);
                    }
                });
            }
        }
        finally
        {
            await group.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task AskAsync(RoundDocument of, DocumentTurn turn, CancellationToken drain, CancellationToken cancellationToken)
    {
        var document = of.Set.Build(of.Plan);
        // Stored for closed-book questions too, which are not about it: its facts say what they were made from.
        await _store.PutDocumentAsync(TrialRows.Document(document, _model.Row)).ConfigureAwait(false);
        await _documents.AskAsync(of.Set, document, of.Trials, turn, drain, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores what the model takes on its server, which is known only once it is loaded; as the probe saw it where the server does not answer any more.</summary>
    private async Task NoteLoadAsync(CancellationToken cancellationToken)
    {
        if (!_endurance.IsOver && await LookAtLoadAsync(cancellationToken).ConfigureAwait(false) is { } load)
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
}
