using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>A gate on a stored run; needs no model. Made by <see cref="AccuracyGate"/>.</summary>
public sealed record StoredGate : GateBuilder<StoredGate>
{
    private readonly RunData _run;
    private readonly string _directory;

    internal StoredGate(RunData run, string directory, string? model)
        : base(new GateConditions())
    {
        string[] models = [.. run.Trials.Select(t => t.Model).Distinct(StringComparer.Ordinal)];
        if (models.Length == 0)
            throw new HaystackException($"run {run.Name} has no trials");
        if (model is null ? models.Length != 1 : !models.Contains(model, StringComparer.Ordinal))
            throw new HaystackException($"{(model is null ? "name a model of" : $"there is no {model} in")} run {run.Name}; it has {string.Join(", ", models)}");
        // A sweep of several that could ask only one says nothing of the others: which is meant must be said.
        if (model is null && run.Manifest.GetValueOrDefault("models") is { Length: > 0 } named && named != models[0] && named.Split(',').Except(run.Models.Select(m => m.Name), StringComparer.Ordinal).ToArray() is { Length: > 0 } absent)
            throw new HaystackException($"name a model of run {run.Name}: it has {models[0]}, and nothing of {string.Join(", ", absent)}");
        (_run, _directory, Model) = (run, directory, model ?? models[0]);
    }

    /// <summary>The model's name in the run.</summary>
    public string Model { get; }

    /// <summary>Decides; throws nothing on a failed gate.</summary>
    /// <exception cref="HaystackException">No threshold was set, or the run has nothing of what is asked for.</exception>
    public GateResult Decide() => (Conditions with { Scope = Conditions.Scope.InRun(_run, Model) }).Decide(_run, _directory, Model);

    /// <summary>Decides, and throws unless the gate passes.</summary>
    /// <exception cref="GateFailedException">The gate failed, or is undecided and strict.</exception>
    /// <exception cref="HaystackException">No threshold was set, or the run has nothing of what is asked for.</exception>
    /// <remarks>Where the gate is undecided the exception is one that the test framework reports as a skipped test.</remarks>
    public GateResult Check() => Decide().OrThrow();

    private protected override StoredGate With(GateConditions conditions) => this with { Conditions = conditions };
}
