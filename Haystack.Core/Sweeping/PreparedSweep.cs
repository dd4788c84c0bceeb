namespace Haystack.Sweeping;

/// <summary>A sweep whose every document is known to fit, before anything is written or asked.</summary>
internal sealed record PreparedSweep : IAsyncDisposable
{
    /// <summary>The options, with models filled in.</summary>
    public required SweepOptions Options { get; init; }

    /// <summary>The models in working order.</summary>
    public required IReadOnlyList<PreparedModel> Models { get; init; }

    /// <summary>The corpora and facts of its documents.</summary>
    public required TextSources Sources { get; init; }

    /// <summary>What determines the results: frozen in the store.</summary>
    public required IReadOnlyDictionary<string, string> Manifest { get; init; }

    /// <summary>The run's directory.</summary>
    public required string Directory { get; init; }

    /// <summary>The models that were named and are not swept, each with the reason in one line.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>What it takes from around it.</summary>
    public required SweepEnvironment Environment { get; init; }

    /// <summary>How many trials it has.</summary>
    public int Trials => Models.Sum(m => m.Trials(Options));

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var model in Models.SelectMany(m => m.Others.Prepend(m)))
            await model.Connection.DisposeAsync().ConfigureAwait(false);
    }
}
