using Haystack.Gates;
using Haystack.Inference.ChatClients;
using Haystack.LiveGates;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack;

/// <summary>Where gates begin: thresholds inside other people's tests and pipelines.</summary>
public static class AccuracyGate
{
    /// <summary>
    /// A gate that asks a model. Such as <c>await AccuracyGate.For("qwq:32b").WithContext("16k").AtDistance("8k").RequireAccuracy(0.8).CheckAsync(ct)</c>.
    /// </summary>
    /// <param name="model">The model as <c>[provider/]name[?option=value&amp;…]</c>.</param>
    /// <param name="basis">What the gate does not say itself: servers, corpus, seed, chains a document, output budget. Null for a sweep's defaults.</param>
    public static LiveGate For(string model, SweepOptions? basis = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return new LiveGate(model, basis ?? new SweepOptions(), new SweepEnvironment());
    }

    /// <summary>A gate that asks a model behind a chat client of yours.</summary>
    /// <param name="model">The model.</param>
    /// <param name="basis">What the gate does not say itself. Null for a sweep's defaults.</param>
    public static LiveGate For(ChatModel model, SweepOptions? basis = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = (basis ?? new SweepOptions()) with { ChatModels = [model] };
        return new LiveGate($"{ChatClientServer.Provider.Name}/{model.Name}", options, new SweepEnvironment());
    }

    /// <summary>A gate on a run in a directory; needs no model.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="model">Its name in the run; null where the run has only one.</param>
    /// <exception cref="HaystackException">There is no such run or model.</exception>
    public static StoredGate ForRun(string directory, string? model = null) => ForRun(RunReader.Read(directory, withTexts: true), directory, model);

    /// <summary>The same on a run that was read.</summary>
    public static StoredGate ForRun(RunData run, string directory, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(directory);
        return new StoredGate(run, directory, model);
    }
}
