using Haystack.Inference.Health;
using Haystack.Models;
using Haystack.Preparing;
using Haystack.Sweeping;

namespace Haystack.Checking;

/// <summary>Asks a model the dry question of a sweep and nothing more: whether the whole way from a request to an outcome works. Stores nothing.</summary>
internal static class DryDoctor
{
    /// <summary>Asks.</summary>
    /// <param name="options">The sweep that is planned, with one model.</param>
    /// <param name="notice">Takes what the user should know beside it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">The model cannot be asked.</exception>
    public static async Task<CheckFinding> RunAsync(SweepOptions options, Action<string> notice, CancellationToken cancellationToken)
    {
        options = options with { Documents = 1, Anyway = true };
        var sweep = await new SweepPreparation(options, new SweepEnvironment(), notice).PrepareAsync(probe: true, cancellationToken).ConfigureAwait(false);
        await using (sweep.ConfigureAwait(false))
            return FindingOf(sweep.Models[0]);
    }

    /// <summary>What came of it.</summary>
    public static CheckFinding FindingOf(PreparedModel model)
    {
        var properties = model.Row.Properties;
        if (model.DryFault is { } fault)
            return new CheckFinding(FindingLevel.Bad, "dry question", fault);
        return properties.TryGetValue(DryQuestion.Reply, out var reply) && properties.TryGetValue(DryQuestion.Asked, out var asked)
            ? new CheckFinding(FindingLevel.Good, "dry question", $"{model.Row.Name}: {asked}; {reply}")
            : new CheckFinding(FindingLevel.Good, "dry question", $"{model.Row.Name} reads in this process and is not asked");
    }
}
