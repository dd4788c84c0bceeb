using Haystack.Storage;

namespace Haystack.Cli.Commands;

/// <summary>The argument that names a trial of a run.</summary>
internal static class TrialArgument
{
    private const int LeastKeyCharacters = 4;

    /// <summary>The one trial whose key begins with <paramref name="key"/>.</summary>
    /// <exception cref="HaystackException">There is none, or there are several.</exception>
    public static TrialRow Find(RunData run, string key)
    {
        if (key.Length < LeastKeyCharacters)
            throw new HaystackException($"'{key}' is too short for a trial's key: give at least {LeastKeyCharacters} characters");
        var found = run.Trials.Concat(run.ColdTrials).Where(t => t.Key.StartsWith(key, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new HaystackException($"run '{run.Name}' has no trial '{key}'"),
            _ => throw new HaystackException($"several trials begin with '{key}': give more of the key"),
        };
    }
}
