using Haystack.Inference;
using Haystack.Inference.ChatClients;
using Haystack.Inference.InProcess;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;
using Haystack.Planning;
using Haystack.Sweeping;

namespace Haystack.Models;

/// <summary>The models of a sweep, connected: those that were named, else those that the server of --base-url lists, else the local Ollama's, else the built-in readers.</summary>
/// <param name="options">What was named.</param>
/// <param name="environment">What the sweep takes from around it.</param>
/// <param name="notice">Takes what is left out, and why.</param>
/// <param name="stage">Takes what is being done.</param>
/// <param name="othersGoOn">Whether a model that was named and cannot be had keeps the others from nothing.</param>
internal sealed class ModelChoice(SweepOptions options, SweepEnvironment environment, Action<string> notice, Action<string> stage, bool othersGoOn)
{
    private readonly List<(string Model, HaystackException Fault)> _leftOut = [];
    private readonly ModelServers _servers = Servers.For(options, environment);
    private int _said;

    private static readonly string[] BuiltinModels = ["builtin/oracle", "builtin/window-8192", "builtin/guess"];

    private const int ReferencePromptTokens = 2048;

    /// <summary>Those that were named or are listed, as a run has them, whether or not they can be had.</summary>
    public IReadOnlyList<string> Asked { get; private set; } = [];

    /// <summary>Those that were named and are not swept, each with the reason in one line.</summary>
    public IReadOnlyList<string> NamedAndLeftOut => IsNamed ? [.. _leftOut.Select(l => $"{l.Model}: not swept: {l.Fault.Message}")] : [];

    private bool IsNamed => options.Models.Count > 0;

    /// <summary>Connects those that can be.</summary>
    /// <exception cref="HaystackException">None can be used, or one that must.</exception>
    public async Task<List<IModelConnection>> ConnectAllAsync(CancellationToken cancellationToken)
    {
        var specs = options.Models.Count > 0 ? [.. options.Models.Select(ModelSpec.Parse)] : await DefaultModelsAsync(cancellationToken).ConfigureAwait(false);
        specs = [.. specs.Select(s => AnswerSchema.Ask(s, options.ForcesAnswer))];
        foreach (var twice in specs.GroupBy(s => s.ToString()).Where(g => g.Count() > 1))
            throw new HaystackException($"--model {twice.Key} is given twice");
        var connections = new List<IModelConnection>();
        var asked = new List<string>();
        try
        {
            foreach (var spec in specs)
            {
                if (!ModelProviders.IsInProcess(spec.Provider))
                    stage($"connecting to {spec}");
                var connection = await UnlessLeftOutAsync(spec.ToString(), () => ConnectAsync(spec, cancellationToken)).ConfigureAwait(false);
                asked.Add(connection?.Description.Name ?? spec.ToString());
                if (connection is not null)
                    connections.Add(connection);
            }

            Asked = asked;
            RequireOne(connections);
            return connections;
        }
        catch
        {
            foreach (var connection in connections)
                await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects to the first of several servers that can be reached, or to the only one.</summary>
    private async Task<IModelConnection> ConnectAsync(ModelSpec spec, CancellationToken cancellationToken)
    {
        // A model that names its own server is on that one alone.
        var addresses = Servers.Addresses(options, spec);
        return addresses.Count < 2
            ? await _servers.ConnectAsync(spec, cancellationToken).ConfigureAwait(false)
            : await OfFirstAsync(addresses, a => Servers.At(options, environment, spec.Provider, a).ConnectAsync(spec, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>What the first of several servers gives that can be reached.</summary>
    /// <exception cref="ServerUnreachableException">None can be.</exception>
    private static async Task<T> OfFirstAsync<T>(IReadOnlyList<ServerAddress> addresses, Func<ServerAddress, Task<T>> get)
    {
        ServerUnreachableException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await get(address).ConfigureAwait(false);
            }
            catch (ServerUnreachableException e)
            {
                last = e;
            }
        }

        throw new ServerUnreachableException($"none of {addresses.Count} servers can be reached, the last: {last!.Message}", last!);
    }

    private async Task<IReadOnlyList<string>> ListAsync(string provider, CancellationToken cancellationToken)
    {
        var addresses = Servers.Addresses(options, provider);
        return addresses.Count < 2
            ? await _servers.For(provider).ListAsync(cancellationToken).ConfigureAwait(false)
            : await OfFirstAsync(addresses, a => Servers.At(options, environment, provider, a).For(provider).ListAsync(cancellationToken)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ModelSpec>> DefaultModelsAsync(CancellationToken cancellationToken)
    {
        // Whoever brings clients means them.
        if (options.ChatModels.Count > 0)
            return [.. (await _servers.For(ChatClientServer.Provider.Name).ListAsync(cancellationToken).ConfigureAwait(false)).Select(ModelSpec.ParseListed)];
        // Whoever names a server means its models, and nothing that is swept in their place.
        if (options.BaseUrl is { } address)
        {
            var there = (await ListAsync(OpenAiServer.Provider.Name, cancellationToken).ConfigureAwait(false)).Select(Named).OfType<ModelSpec>().ToList();
            return there.Count > 0 ? there : throw new HaystackException($"{address} lists no model that answers in text: --model openai/NAME names one");
        }

        // An address that is none is a mistake to be told, and no reason to sweep something else.
        try
        {
            var listed = await ListAsync(OllamaServer.Provider.Name, cancellationToken).ConfigureAwait(false);
            var named = listed.Select(Named).OfType<ModelSpec>().ToList();
            if (named.Count > 0)
                return named;
            notice($"Ollama has no {(listed.Count > 0 ? "other " : "")}chat model (get one: `ollama pull qwq:32b`): sweeping the built-in readers instead");
        }
        // Whatever else answers there, or refuses, was named or is in Ollama's place: that is to be told and not passed over.
        catch (ServerUnreachableException e) when (options.Endpoint is null)
        {
            notice($"{e.Message} (`ollama serve` starts one, `ollama pull qwq:32b` gets a model): sweeping the built-in readers instead");
        }

        return [.. BuiltinModels.Concat(Reference()).Select(ModelSpec.Parse)];
    }

    /// <summary>
    /// The reference model beside the readers, where it knows the questions: it reads English, the family link, up to two links, and the
    /// text before the question. At the shortest length alone and computed here, which takes a few seconds: the engine reads each cold
    /// control anew.
    /// </summary>
    private IEnumerable<string> Reference()
    {
        var asksItsQuestions = options is { Families: ["link"], Languages: [SweepDefaults.Language], Placements: [QuestionPlacement.After], Hops: 2, ForcesAnswer: false, Tokenizer: null, Corpus: SweepDefaults.Corpus };
        // Lengths and distances that were asked for by name must be held by each model; nobody named this one.
        var leavesLengthsOpen = options is { Contexts: [], Distances: [], InterveningFacts: [], CiWidth: null, D50Width: null };
        if (asksItsQuestions && leavesLengthsOpen)
            yield return $"{BuiltinServer.Builtin.Name}/{ReferenceServer.Name}?ctx={ReferencePromptTokens + options.OutputBudget}&engine=off";
    }

    /// <summary>What <paramref name="get"/> gives; null, and a notice, where that model is left out and others may be swept.</summary>
    // One model that cannot be used must not keep the others from being swept; a mistake in what was typed is told at once.
    public async Task<T?> UnlessLeftOutAsync<T>(string model, Func<Task<T>> get)
        where T : class
    {
        try
        {
            return await get().ConfigureAwait(false);
        }
        catch (HaystackException e) when (e is not MistypedModelException && (!IsNamed || othersGoOn))
        {
            _leftOut.Add((model, e));
            return null;
        }
    }

    /// <summary>Says what is left out; what was left out of the sweep of one model, or of all, is no sweep.</summary>
    /// <exception cref="HaystackException">Nothing is left.</exception>
    public void RequireOne<T>(IReadOnlyCollection<T> left)
    {
        if (left.Count == 0 && _leftOut.Count > 0)
        {
            var causes = _leftOut.Select(l => l.Fault.Message).Distinct(StringComparer.Ordinal).ToArray();
            throw causes.Length == 1 ? _leftOut[0].Fault : new HaystackException($"none of the {_leftOut.Count} models can be swept: {string.Join("; ", causes)}");
        }

        foreach (var (model, fault) in _leftOut.Skip(_said))
            notice(IsNamed ? $"leaving out {model}: {fault.Message} (the others are swept)" : $"leaving out {model}, which the server lists: {fault.Message}");
        _said = _leftOut.Count;
    }

    /// <summary>Closes a connection and takes it from the list.</summary>
    public static async Task LeaveOutAsync(List<IModelConnection> connections, IModelConnection connection)
    {
        connections.Remove(connection);
        await connection.DisposeAsync().ConfigureAwait(false);
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
            notice($"leaving out a model that the server lists: {e.Message}");
            return null;
        }
    }
}
