using Haystack.Storage;

namespace Haystack.Designs;

/// <summary>What is stored of one model so far: read anew each time, as it grows.</summary>
/// <param name="store">The run.</param>
/// <param name="model">The model's name.</param>
internal sealed class StoredRows(RunStore store, string model)
{
    /// <summary>The rows of its trials, in an order that no order of work changes.</summary>
    /// <param name="withControls">Whether its cold controls are among them.</param>
    public IReadOnlyList<TrialRow> Read(bool withControls = false) => store.ReadTrials(model, withControls);
}
