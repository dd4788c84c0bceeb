namespace Haystack.Flights;

/// <summary>Lets questions to one model into flight, in the order in which they come, and no more at a time than its pace allows. Thread-safe.</summary>
internal sealed class Flight
{
    private readonly Lock _gate = new();
    private readonly FlightPace _pace;
    private readonly int _leastDocuments;
    private readonly List<FlightSeat> _seats = [];
    private readonly LinkedList<(TaskCompletionSource<FlightSeat> Turn, bool Alone)> _waiting = new();
    private readonly LinkedList<TaskCompletionSource<DocumentTurn>> _documents = new();
    private bool _isAlone;
    private int _open;

    public Flight(FlightLimits limits)
    {
        _pace = new FlightPace(limits);
        _leastDocuments = limits.Documents;
    }

    /// <summary>Whether each document's questions are asked one after another.</summary>
    public bool IsByDocument
    {
        get
        {
            lock (_gate)
                return _pace.IsByDocument;
        }
    }

    /// <summary>Waits until a question may be sent.</summary>
    /// <param name="alone">Until no other is in flight, and keeps others waiting.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<FlightSeat> EnterAsync(bool alone, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource<FlightSeat>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.AddLast((turn, alone));
            Admit();
        }

        try
        {
            return await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (!turn.TrySetCanceled(CancellationToken.None))
                    Remove(turn.Task.Result);
                Admit();
            }

            throw;
        }
    }

    /// <summary>Waits until a document may be asked about.</summary>
    public async Task<DocumentTurn> EnterDocumentAsync(CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource<DocumentTurn>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _documents.AddLast(turn);
            Admit();
        }

        try
        {
            return await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (!turn.TrySetCanceled(CancellationToken.None))
                    _open--;
                Admit();
            }

            throw;
        }
    }

    /// <summary>A question has come to its end: its place is free.</summary>
    /// <returns>What the user should know; null where there is nothing.</returns>
    internal string? Leave(FlightSeat seat, FlightSample? sample)
    {
        lock (_gate)
        {
            var company = _seats.Count;
            Remove(seat);
            var said = sample is { } s ? _pace.Note(s with { Generation = seat.Generation, Company = Math.Min(seat.Beside, company) }) : null;
            Admit();
            return said;
        }
    }

    /// <summary>A document's questions are all asked, or all begun: the next may be asked about.</summary>
    internal void Leave(DocumentTurn turn, bool isOver)
    {
        lock (_gate)
        {
            // A document in a slot of its own keeps it to the end.
            if (turn.HasLeft || (!isOver && _pace.IsByDocument))
                return;
            turn.HasLeft = true;
            _open--;
            Admit();
        }
    }

    private void Remove(FlightSeat seat)
    {
        _seats.Remove(seat);
        _isAlone &= _seats.Count > 0;
    }

    private void Admit()
    {
        while (_waiting.First?.Value.Turn.Task.IsCompleted == true)
            _waiting.RemoveFirst();
        while (_waiting.First is { Value: var (turn, alone) } && !_isAlone && (alone ? _seats.Count == 0 : _seats.Count < _pace.Limit))
        {
            _waiting.RemoveFirst();
            var seat = new FlightSeat(this) { Generation = _pace.Generation, Beside = _seats.Count + 1 };
            if (!turn.TrySetResult(seat))
                continue;
            _isAlone = alone;
            _seats.Add(seat);
            foreach (var one in _seats.Where(_ => _seats.Count > 1))
                one.HadCompany = true;
        }

        while (_documents.First is { Value: var document } && _open < Math.Max(_leastDocuments, _pace.IsByDocument ? _pace.Limit : 1))
        {
            _documents.RemoveFirst();
            if (document.TrySetResult(new DocumentTurn(this)))
                _open++;
        }
    }
}
