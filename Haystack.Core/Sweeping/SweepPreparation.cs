using System.Globalization;
using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Inference;
using Haystack.Inference.Probing;
using Haystack.Planning;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Sweeping;

/// <summary>Connects, probes and plans: finds every fault before the first question is asked or a file is written.</summary>
internal sealed class SweepPreparation
{
    private static readonly string[] BuiltinModels = ["builtin/oracle", "builtin/window-8192", "builtin/guess"];

    /// <summary>A date does not change a template by more tokens than this.</summary>
    private const int MostShift = 32;

    private readonly SweepOptions _options;
    private readonly SweepEnvironment _environment;
    private readonly Action<string> _notice;
    private readonly ModelServers _servers;

    public SweepPreparation(SweepOptions options, SweepEnvironment environment, Action<string> notice)
    {
        _options = options;
        _environment = environment;
        _notice = notice;
        _servers = Servers.For(options, environment);
    }

    /// <summary>Prepares a whole sweep.</summary>
    /// <param name="probe">Whether servers may be asked for probe prompts (not for a dry run).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">Something cannot be done as asked.</exception>
    public async Task<PreparedSweep> PrepareAsync(bool probe, CancellationToken cancellationToken)
    {
        SweepValidation.RequireConsistent(_options);
        var directory = _options.OutputDirectory;
        if (directory is not null)
            RunFiles.Exists(directory);
        // A text that is not there, or that leaves a pool empty, is refused before any server hears of the sweep.
        var given = CorpusLibrary.IsEndless(_options.Corpus) ? null : new TextSources(_options, 0, _notice);
        var connections = await ConnectAllAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var ladders = connections.ToDictionary(c => c, c => ContextLadder.Build(_options, c.Description.Name, MostTokens(c.Description)));
            var sources = given ?? new TextSources(_options, ladders.Values.Max(l => l[^1].ContextTokens), _notice);
            var models = new List<PreparedModel>();
            foreach (var connection in connections.ToList())
            {
                if (await UnlessListedAsync(connection.Description.Name, connections.Count > 1, () => PrepareModelAsync(connection, ladders[connection], sources, probe, cancellationToken)).ConfigureAwait(false) is { } prepared)
                    models.Add(prepared);
                else
                    await LeaveOutAsync(connections, connection).ConfigureAwait(false);
            }

            var options = _options with { Models = [.. models.Select(m => m.Row.Name)] };
            var manifest = SweepManifest.Create(
                options, options.Models, options.Languages.Select(l => (l, sources.Corpus(l).Sha256)));
            directory ??= Path.Combine("runs", SweepManifest.DirectoryName(options, manifest));
            for (var i = 0; i < models.Count && probe && RunFiles.Exists(directory); i++)
                models[i] = Resumed(models[i], ladders[models[i].Connection], sources, directory);
            // A run that is there was begun after its limits had been found out.
            if (probe && !RunFiles.Exists(directory))
            {
                foreach (var model in models.Where(LimitProbe.IsNeeded))
                    await LimitProbe.RunAsync(model, options, cancellationToken).ConfigureAwait(false);
            }

            return new PreparedSweep
            {
                Options = options,
                Models = models,
                Sources = sources,
                Manifest = manifest,
                Directory = directory,
            };
        }
        catch
        {
            foreach (var connection in connections)
                await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<List<IModelConnection>> ConnectAllAsync(CancellationToken cancellationToken)
    {
        var specs = _options.Models.Count > 0 ? [.. _options.Models.Select(ModelSpec.Parse)] : await DefaultModelsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var twice in specs.GroupBy(s => s.ToString()).Where(g => g.Count() > 1))
            throw new HaystackException($"--model {twice.Key} is given twice");
        var connections = new List<IModelConnection>();
        try
        {
            foreach (var (spec, i) in specs.Select((s, i) => (s, i)))
            {
                if (await UnlessListedAsync(spec.ToString(), connections.Count > 0 || i < specs.Count - 1, () => _servers.For(spec.Provider).ConnectAsync(spec, cancellationToken)).ConfigureAwait(false) is { } connection)
                    connections.Add(connection);
            }

            return connections;
        }
        catch
        {
            foreach (var connection in connections)
                await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IReadOnlyList<ModelSpec>> DefaultModelsAsync(CancellationToken cancellationToken)
    {
        // An address that is none is a mistake to be told, and no reason to sweep something else.
        var ollama = _servers.For("ollama");
        try
        {
            var listed = await ollama.ListAsync(cancellationToken).ConfigureAwait(false);
            var named = listed.Select(Named).OfType<ModelSpec>().ToList();
            if (named.Count > 0)
                return named;
            _notice($"Ollama has no {(listed.Count > 0 ? "other " : "")}chat model (get one: `ollama pull qwq:32b`): sweeping the built-in readers instead.");
        }
        // Whatever else answers there, or refuses, was named or is in Ollama's place: that is to be told and not passed over.
        catch (ServerUnreachableException e) when (_options.Endpoint is null)
        {
            _notice($"{e.Message} (`ollama serve` starts one, `ollama pull qwq:32b` gets a model): sweeping the built-in readers instead.");
        }

        return [.. BuiltinModels.Select(ModelSpec.Parse)];
    }

    // One of a server's many models that cannot be used, and that nobody named, must not keep the others from being swept.
    private async Task<T?> UnlessListedAsync<T>(string model, bool hasOthers, Func<Task<T>> get)
        where T : class
    {
        try
        {
            return await get().ConfigureAwait(false);
        }
        catch (HaystackException e) when (_options.Models.Count == 0 && hasOthers)
        {
            _notice($"leaving out {model}, which the server lists: {e.Message}");
            return null;
        }
    }

    private static async Task LeaveOutAsync(List<IModelConnection> connections, IModelConnection connection)
    {
        connections.Remove(connection);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// A model whose chat template adds another number of tokens than when its run was begun, as one with a date in it does:
    /// documents are made as they were, and what is still to be asked is held against today's count.
    /// </summary>
    private PreparedModel Resumed(PreparedModel model, IReadOnlyList<Rung> ladder, TextSources sources, string directory)
    {
        var stored = RunReader.Read(directory).Models.FirstOrDefault(m => m.Name == model.Row.Name);
        if (stored is null || stored.TemplateTokens == model.Row.TemplateTokens || Math.Abs(stored.TemplateTokens - model.Row.TemplateTokens) > MostShift)
            return model;
        _notice(string.Create(CultureInfo.InvariantCulture, $"{model.Row.Name}: its chat template adds {model.Row.TemplateTokens} tokens today and added {stored.TemplateTokens} when the run was begun (a date in it?): what is still to be asked is planned with today's count"));
        var sets = RungsThatFit(sources, model.Tokenizer, ladder, stored.TemplateTokens, model.Row.Name);
        return model with
        {
            Sets = sets,
            Cold = Cold(model.Connection, sets),
            TemplateShift = model.Row.TemplateTokens - stored.TemplateTokens,
            Row = model.Row with { TemplateTokens = stored.TemplateTokens },
        };
    }

    // What a server lists nobody has typed: one name that cannot be used must not keep the others from being swept.
    private ModelSpec? Named(string listed)
    {
        try
        {
            return ModelSpec.ParseListed(listed);
        }
        catch (HaystackException e)
        {
            _notice($"leaving out a model that the server lists: {e.Message}");
            return null;
        }
    }

    private async Task<PreparedModel> PrepareModelAsync(
        IModelConnection connection, IReadOnlyList<Rung> ladder, TextSources sources, bool probe, CancellationToken cancellationToken)
    {
        var description = connection.Description;
        var numCtx = AskedNumCtx(description) ?? ContextLadder.NumCtx(ladder, _options);
        var (tokenizer, grade, note, templateTokens) = (description.Tokenizer, description.TokenizerGrade, description.TokenizerNote, 0);
        ModelLoad? load = null;
        var isTold = false;
        if (probe && description.Provider is not ("builtin" or "simulated"))
        {
            var result = await TokenizerProbe.RunAsync(connection, numCtx, cancellationToken).ConfigureAwait(false);
            (tokenizer, grade, note, templateTokens, load) = (result.Tokenizer, result.Grade, result.Note, result.TemplateTokens, result.Load);
            isTold = result.TemplateIsTold;
        }

        // The probes may have taught the connection what its server does not take: what is really sent is stored.
        var properties = new SortedDictionary<string, string>(connection.Description.Properties.ToDictionary(), StringComparer.Ordinal);
        if (probe && description.Provider is not ("builtin" or "simulated"))
            properties["template_tokens_from"] = isTold ? "the server's template and tokenizer" : "prompt counts";
        if (load?.ContextTokens is { } loaded)
            properties["effective_num_ctx"] = loaded.ToString(CultureInfo.InvariantCulture);

        foreach (var language in _options.Languages)
        {
            var corpus = sources.Corpus(language);
            foreach (var (control, at) in LookAlikes.In(tokenizer, corpus.Text))
                _notice($"{description.Name}: corpus '{corpus.Name}' has the text {control} (first at character {at}), which is a control token of this model; where a server reads it as one, prompt counts differ and those trials are invalid");
        }

        if (grade == TokenizerGrade.Calibrated)
            _notice($"{description.Name}: token counts are approximate (≈): {note}");
        else if (note is not null)
            _notice($"{description.Name}: {note}");
        foreach (var rung in ladder.Where(r => r.Note is not null))
            _notice(string.Create(CultureInfo.InvariantCulture, $"{description.Name}: the longest prompt is {rung.ContextTokens:N0} tokens ({rung.Note})."));
        var rungs = RungsThatFit(sources, tokenizer, ladder, templateTokens, description.Name);
        return new PreparedModel
        {
            Connection = connection,
            Tokenizer = tokenizer,
            Sets = rungs,
            Cold = Cold(connection, rungs),
            Salt = _environment.Time.GetUtcNow().Ticks.ToString("x", CultureInfo.InvariantCulture),
            Parallel = _options.Parallel ?? (description.Provider is "builtin" or "simulated" ? Environment.ProcessorCount : 1),
            Row = new ModelRow
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
            },
        };
    }

    private ColdPlan Cold(IModelConnection connection, IReadOnlyList<DocumentSet> sets)
    {
        var (told, name) = (connection.ReusesNothingWhenTold, connection.Description.Name);
        // A reader in this process has no cache that could change its answers.
        if (_options.Cache != CacheMode.Checked || connection.Description.Provider is "builtin" or "simulated")
            return ColdPlan.None(told);
        var plan = ColdPlan.Of(sets, _options, told, told ? 0 : sets[0].Rewordings(sets[0].Build(0)));
        if (plan.Trials == 0 && _options.Arms.Any(a => a != Facts.Arm.ClosedBook))
            _notice($"{name}: no cold control: the instruction has no other wording of as many tokens, so what the server's prefix cache does to answers is not known");
        return plan;
    }

    /// <summary>What bounds a model's prompts: its own context length, and the <c>num_ctx</c> in its name.</summary>
    private static int? MostTokens(ModelDescription description) => (description.MaxContextTokens, AskedNumCtx(description)) switch
    {
        ({ } own, { } asked) => Math.Min(own, asked),
        var (own, asked) => own ?? asked,
    };

    private static int? AskedNumCtx(ModelDescription description) =>
        ModelSpec.Parse(description.Name).Options.TryGetValue("num_ctx", out var text) && text.Length > 0
            ? TokenSize.Parse(text)
            : null;

    /// <summary>
    /// The documents of every rung, each made once to see that it can be. Rungs of the ladder that are too small for
    /// so many facts are left out, and said to be; a context length that was asked for is never left out.
    /// </summary>
    private IReadOnlyList<DocumentSet> RungsThatFit(
        TextSources sources, ModelTokenizer tokenizer, IReadOnlyList<Rung> ladder, int templateTokens, string model)
    {
        for (var first = 0; ; first++)
        {
            try
            {
                var sets = DocumentSets.Create(_options, sources, tokenizer, [.. ladder.Skip(first)], templateTokens);
                foreach (var set in sets)
                    Parallel.For(0, set.Count, index => set.Build(index));
                RequireLegible(sets);
                foreach (var line in sets.SelectMany(s => s.Substitutes).Distinct(StringComparer.Ordinal))
                    _notice($"{model}: {line}");
                return sets;
            }
            catch (Exception e) when (Fit(e) is { } fit)
            {
                if (_options.Contexts.Count > 0 || first == ladder.Count - 1)
                    throw new HaystackException(fit.Message, e);
                _notice($"{model}: leaving out {TokenSize.Format(ladder[first].ContextTokens)}: {fit.Message}");
            }
            catch (AggregateException e) when (e.InnerExceptions.OfType<HaystackException>().FirstOrDefault() is { } fault)
            {
                throw new HaystackException(fault.Message, e);
            }
        }
    }

    /// <summary>A user's own text is read by the oracle first: one document of every family and language, the shortest.</summary>
    private void RequireLegible(IReadOnlyList<DocumentSet> sets)
    {
        if (CorpusLibrary.Shipped.Contains(_options.Corpus))
            return;
        foreach (var set in sets.DistinctBy(s => (s.Family, s.Language, s.Arrangement)))
        {
            var document = set.Build(0);
            OracleProof.Read(document, set.Prompts(document, _options.Arms), _options.Corpus);
        }
    }

    private static DoesNotFitException? Fit(Exception e) => e switch
    {
        DoesNotFitException fit => fit,
        AggregateException many => many.InnerExceptions.OfType<DoesNotFitException>().FirstOrDefault(),
        _ => null,
    };
}
