using Haystack.Designs;
using Haystack.Models;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Preparing;

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

    /// <summary>What a model is asked about.</summary>
    public IDesign DesignOf(PreparedModel model) => Options.IsAdaptive ? new AdaptiveDesign(model, Options) : new GridDesign(model, Options);

    /// <summary>A model's place among the run's. One that is left out today keeps its own.</summary>
    public int PositionOf(PreparedModel model) => Options.Models.ToList().IndexOf(model.Row.Name);

    /// <summary>Why a model is not asked: it could not answer the question that comes before a sweep; null where it is.</summary>
    public string? DryFaultOf(PreparedModel model) => Options.Anyway ? null : model.DryFault;

    /// <summary>How far each model is.</summary>
    /// <param name="store">The run.</param>
    /// <param name="finished">The keys of the trials that are done.</param>
    public IReadOnlyList<DesignState> States(RunStore store, IReadOnlySet<string> finished) =>
        [.. Models.Select(m => DesignState.Of(DesignOf(m), m.Row, Options, store, finished))];

    /// <summary>What is said when asking begins.</summary>
    /// <inheritdoc cref="States"/>
    public SweepStarted Started(RunStore store, IReadOnlySet<string> finished)
    {
        // Read once for all models: each reading is of the whole run.
        var earlier = (finished.Count == 0 ? [] : store.Read().Trials.Where(t => finished.Contains(t.Key))).ToLookup(t => t.Model, StringComparer.Ordinal);
        ModelProgress[] progress = [.. Models.Zip(States(store, finished), (m, s) => new ModelProgress(m.Row.Name, m.Trials(Options), s.Finished)
        {
            Earlier = [.. earlier[m.Row.Name].Select(t => new TrialFinished(t.Model, t.Arm, t.ContextTokens, t.DistanceTokens, t.Outcome))],
        })];
        return new SweepStarted(Directory, Trials, progress.Sum(p => p.Finished), progress);
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var model in Models.SelectMany(m => m.Others.Prepend(m)))
            await model.Connection.DisposeAsync().ConfigureAwait(false);
    }
}
