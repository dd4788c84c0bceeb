using System.Globalization;
using Haystack.Corpora;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Preparing;

/// <summary>Connects, probes and plans: finds every fault before the first question is asked or a file is written.</summary>
internal sealed class SweepPreparation
{
    private readonly SweepEnvironment _environment;
    private readonly SweepOptions _options;
    private readonly Action<string> _notice;
    private readonly Action<string> _stage;
    private readonly ModelChoice _choice;

    /// <param name="options">What is measured.</param>
    /// <param name="environment">The world around it.</param>
    /// <param name="notice">Takes what the user should know.</param>
    /// <param name="stage">Takes what is being done.</param>
    /// <param name="othersGoOn">Whether models are left out that were named and cannot be swept; else the first such ends it.</param>
    public SweepPreparation(SweepOptions options, SweepEnvironment environment, Action<string> notice, Action<string>? stage = null, bool othersGoOn = false)
    {
        _options = options;
        _notice = notice;
        _stage = stage ?? (static _ => { });
        _choice = new ModelChoice(options, environment, notice, _stage, othersGoOn);
        _environment = environment;
    }

    /// <summary>Prepares a whole sweep.</summary>
    /// <param name="probe">Whether servers may be asked for probe prompts (not for a dry run).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">Something cannot be done as asked.</exception>
    public async Task<PreparedSweep> PrepareAsync(bool probe, CancellationToken cancellationToken)
    {
        SweepValidation.RequireConsistent(_options);
        if (_options.OutputDirectory is { } directory)
            RunFiles.Exists(directory);
        // A text that is not there, or that leaves a pool empty, is refused before any server hears of the sweep.
        var given = CorpusLibrary.IsEndless(_options.Corpus) ? null : new TextSources(_options, 0, _notice);
        // One of this program's own making is written while servers are waited for and tokenizers are read.
        var notices = new List<string>();
        var written = given is null ? Task.Run(() => new TextSources(_options, 0, notices.Add), cancellationToken) : null;
        var connections = await _choice.ConnectAllAsync(cancellationToken).ConfigureAwait(false);
        var models = new List<PreparedModel>();
        try
        {
            var budgeted = Budgeted(connections);
            var ladders = new Dictionary<IModelConnection, IReadOnlyList<Rung>>();
            foreach (var connection in connections.ToList())
            {
                // Once the others are known, a length that one of them does not take is no reason to ask none.
                if (await _choice.UnlessLeftOutAsync(connection.Description.Name, () => Task.FromResult(ContextLadder.Build(budgeted, connection.Description.Name, ModelPreparation.MostTokens(connection.Description)))).ConfigureAwait(false) is { } ladder)
                    ladders.Add(connection, ladder);
                else
                    await ModelChoice.LeaveOutAsync(connections, connection).ConfigureAwait(false);
            }

            _choice.RequireOne(connections);
            var sources = given ?? await WrittenAsync(written!, ladders.Values.Max(l => l[^1].ContextTokens), notices).ConfigureAwait(false);
            var preparation = new ModelPreparation(budgeted, _environment.Time, _notice);
            foreach (var connection in connections.ToList())
            {
                if (probe && !ModelProviders.IsInProcess(connection.Description.Provider))
                    _stage($"loading {connection.Description.Name} and probing how its server counts tokens");
                if (await _choice.UnlessLeftOutAsync(connection.Description.Name, () => preparation.PrepareAsync(connection, ladders[connection], sources, probe, cancellationToken)).ConfigureAwait(false) is { } prepared)
                    models.Add(prepared);
                else
                    await ModelChoice.LeaveOutAsync(connections, connection).ConfigureAwait(false);
            }

            _choice.RequireOne(models);
            var (options, manifest) = Frozen(budgeted, models, sources);
            directory = _options.OutputDirectory ?? SweepManifest.Directory(options, manifest);
            for (var i = 0; i < models.Count && probe && RunFiles.Exists(directory); i++)
                models[i] = preparation.Resumed(models[i], ladders[models[i].Connection], sources, directory);
            // A run that is there was begun after its limits had been found out.
            if (probe && !RunFiles.Exists(directory))
            {
                foreach (var model in models.Where(LimitProbe.IsNeeded).ToList())
                {
                    if (await _choice.UnlessLeftOutAsync(model.Row.Name, () => LimitProbe.RunAsync(model, options, cancellationToken)).ConfigureAwait(false) is not null)
                        continue;
                    models.Remove(model);
                    await ModelChoice.LeaveOutAsync(connections, model.Connection).ConfigureAwait(false);
                }

                _choice.RequireOne(models);
                (options, manifest) = Frozen(budgeted, models, sources);
                directory = _options.OutputDirectory ?? SweepManifest.Directory(options, manifest);
            }

            var lanes = new LanePreparation(options, _environment, preparation, _notice);
            for (var i = 0; i < models.Count; i++)
                models[i] = await lanes.WithOthersAsync(models[i], probe, cancellationToken).ConfigureAwait(false);
            if (options.Shard is { } shard)
                (models, manifest) = Divided(models, options, shard, manifest);

            return new PreparedSweep
            {
                Options = options,
                Models = probe ? await ProvedAsync(models, options, sources, directory, cancellationToken).ConfigureAwait(false) : models,
                Sources = sources,
                Manifest = manifest,
                Directory = directory,
                LeftOut = _choice.NamedAndLeftOut,
                Environment = _environment,
            };
        }
        catch
        {
            foreach (var connection in connections.Concat(models.SelectMany(m => m.Others).Select(o => o.Connection)))
                await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The texts that were begun before the longest document was known, or longer ones where they have to be.</summary>
    private async Task<TextSources> WrittenAsync(Task<TextSources> begun, int longestContext, List<string> notices)
    {
        if (!TextSources.SufficesForAny(longestContext))
            return new TextSources(_options, longestContext, _notice);
        var written = await begun.ConfigureAwait(false);
        notices.ForEach(_notice);
        return written;
    }

    /// <summary>What determines the results. A model that was named stays part of it when it is left out: the same command goes on once it can be had.</summary>
    private (SweepOptions Options, IReadOnlyDictionary<string, string> Manifest) Frozen(SweepOptions budgeted, IReadOnlyList<PreparedModel> models, TextSources sources)
    {
        var options = budgeted with { Models = _options.Models.Count > 0 ? _choice.Asked : [.. models.Select(m => m.Row.Name)] };
        return (options, SweepManifest.Create(options, options.Models, options.Languages.Select(l => (l, sources.Corpus(l).Sha256))));
    }

    /// <summary>The models with one shard's documents, and the manifest that says which: the same part of the same plan whenever it is begun again.</summary>
    private (List<PreparedModel> Models, IReadOnlyDictionary<string, string> Manifest) Divided(
        List<PreparedModel> models, SweepOptions options, Shard shard, IReadOnlyDictionary<string, string> manifest)
    {
        var plan = ShardPlan.Of(models, options, shard);
        if (plan.Imbalance > ShardPlan.MostImbalance)
            _notice(string.Create(CultureInfo.InvariantCulture, $"of these documents {shard.Count} shards cannot be made alike: the largest costs {plan.Imbalance:0%} more than the mean (fewer shards, or more --documents)"));
        return ([.. plan.Models], ShardManifest.With(manifest, plan, options, shard));
    }

    /// <summary>
    /// The options with room to think where a model of the sweep does and no budget was asked for: one budget for all of its
    /// models, whose prompts are then equally long.
    /// </summary>
    private SweepOptions Budgeted(IReadOnlyList<IModelConnection> connections)
    {
        var thinking = connections.Where(c => c.Description.Thinks).ToList();
        if (_options.MaxOutputTokens is not null || thinking.Count == 0)
            return _options;
        // A model with less room than those that think keeps room for its prompts.
        var budget = connections.Min(c => _options.ThinkingBudget(ModelPreparation.MostTokens(c.Description)));
        if (budget <= _options.OutputBudget)
            return _options;
        _notice($"{string.Join(", ", thinking.Select(c => c.Description.Name))} {(thinking.Count == 1 ? "thinks" : "think")}: every reply of this sweep may take {TokenSize.Format(budget)} tokens, thinking included, where {TokenSize.Format(_options.OutputBudget)} are the default; that is room which the longest prompts do not have (--max-output {TokenSize.Format(_options.OutputBudget)} goes back)");
        return _options with { MaxOutputTokens = budget };
    }

    private async Task<IReadOnlyList<PreparedModel>> ProvedAsync(
        IReadOnlyList<PreparedModel> models, SweepOptions options, TextSources sources, string directory, CancellationToken cancellationToken)
    {
        var stored = RunFiles.Exists(directory) ? RunReader.Read(directory).Models : [];
        var dry = new DryQuestion(options, sources);
        var proved = new List<PreparedModel>();
        foreach (var model in models)
        {
            if (!ModelProviders.IsInProcess(model.Row.Provider))
                _stage($"asking {model.Row.Name} the question that comes before a sweep");
            var one = await dry.ProveAsync(model, stored.FirstOrDefault(m => m.Name == model.Row.Name), cancellationToken).ConfigureAwait(false);
            // What is stored of it is the first server's; the others must answer as well.
            var others = new List<PreparedModel>();
            foreach (var other in model.Others)
            {
                var proof = one.DryFault is null ? await dry.ProveAsync(other, null, cancellationToken).ConfigureAwait(false) : other;
                if (proof.DryFault is { } fault && !options.Anyway)
                    throw new HaystackException($"the server at {other.Address}, beside others: {fault}");
                others.Add(one with { Connection = other.Connection, Address = other.Address, Weight = other.Weight, Flight = other.Flight, ShortPrompt = proof.ShortPrompt, Others = [] });
            }

            proved.Add(one with { Others = others });
        }

        return proved;
    }
}
