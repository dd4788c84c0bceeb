using Haystack.Gates;
using Haystack.Storage;

namespace Haystack;

/// <summary>Where gates begin: thresholds inside other people's tests and pipelines.</summary>
public static class AccuracyGate
{
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
