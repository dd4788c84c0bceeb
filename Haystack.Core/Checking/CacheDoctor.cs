using Haystack.Analysis;
using Haystack.Asking;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Models;
using Haystack.Planning;
using Haystack.Preparing;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Checking;

/// <summary>
/// Finds out whether answers that rest on a server's prefix cache can be trusted, and whether it has one: asks A, B and A
/// again about a document, and some other questions with nothing to reuse, until the answer is clear. Stores nothing.
/// </summary>
internal static class CacheDoctor
{
    /// <summary>Prompt and reply together.</summary>
    private const int ContextTokens = 6 * 1024;

    private const int OutputTokens = 2 * 1024;

    /// <summary>So many pairs of a cold and a warm answer, all alike, are enough; a cache that loses facts changes about half.</summary>
    internal const int PairsAlike = 24;

    /// <summary>Never more.</summary>
    internal const int MostPairs = 56;

    /// <summary>Questions asked again cold about each document; a document's first is cold by nature.</summary>
    internal const int ColdQuestions = 3;

    private const int MostDocuments = 28;

    private static readonly Arm[] Arms = [Arm.Pair, Arm.First, Arm.Second];

    /// <summary>Looks.</summary>
    /// <param name="options">The server and its one model; what is asked is chosen here.</param>
    /// <param name="notice">Takes what the user should know beside it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">The model cannot be asked.</exception>
    public static async Task<CacheLook> RunAsync(SweepOptions options, Action<string> notice, CancellationToken cancellationToken)
    {
        options = options with { MaxContextTokens = ContextTokens, MaxOutputTokens = OutputTokens, Documents = MostDocuments, Arms = Arms, InFlight = 1, Anyway = true };
        var sweep = await new SweepPreparation(options, new SweepEnvironment(), notice).PrepareAsync(probe: true, cancellationToken).ConfigureAwait(false);
        await using (sweep.ConfigureAwait(false))
            return await RunAsync(sweep, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<CacheLook> RunAsync(PreparedSweep sweep, CancellationToken cancellationToken)
    {
        var model = sweep.Models[0];
        if (ModelProviders.IsInProcess(model.Row.Provider))
            throw new HaystackException($"doctor --cache: {model.Row.Name} reads in this process and has no cache; name a model of a server");
        var set = model.Sets.MaxBy(s => s.Rung.ContextTokens)!;
        var asker = new TrialAsker(model, sweep.Options, static _ => Task.CompletedTask, new HashSet<string>(), static _ => ValueTask.CompletedTask);
        var (cold, warm) = (new List<TrialRow>(), new List<TrialRow>());
        for (var index = 0; index < MostDocuments; index++)
        {
            var document = set.Build(index);
            foreach (var trial in InOrder(document, index, model.Cold.ServerIsTold ? int.MaxValue : set.Rewordings(document)))
            {
                var (row, _) = await asker.AskAsync(set, document, trial, cancellationToken).ConfigureAwait(false);
                if (row.Outcome == Outcome.Failed)
                    throw new HaystackException($"{model.Row.Name}: {row.Fault}");
                (trial.AskedAs == 0 || trial.Cold is not null ? cold : warm).Add(row);
            }

            var look = Look(model, cold, warm);
            if (look.IsClear(PairsAlike, MostPairs))
                return look;
        }

        return Look(model, cold, warm);
    }

    /// <summary>A, B, A again, further questions, and those but A with nothing to reuse.</summary>
    private static IEnumerable<Trial> InOrder(Document document, int index, int mostCold)
    {
        var all = Trials.About(document.Plan, [QuestionPlacement.After], Arms);
        var chosen = Enumerable.Range(0, 1 + Math.Max(1, Math.Min(ColdQuestions, mostCold))).Select(i => all[(i * 7 + index * 5) % all.Count]).ToArray();
        yield return chosen[0] with { AskedAs = 0 };
        foreach (var (trial, i) in chosen.Skip(1).Append(chosen[0]).Select((t, i) => (t, i)))
            yield return trial with { AskedAs = i + 1 };
        foreach (var (trial, i) in chosen.Skip(1).Take(mostCold).Select((t, i) => (t, i)))
            yield return trial with { AskedAs = chosen.Length + 1 + i, IsControl = true, Cold = i };
    }

    private static CacheLook Look(PreparedModel model, List<TrialRow> cold, List<TrialRow> warm)
    {
        var told = warm.Where(t => t.CachedPromptTokens is not null && t.PromptTokensPlanned > 0).ToArray();
        return new CacheLook(
            model.Row.Name,
            CacheControl.Of(model.Row.Name, cold, warm),
            told.Length == 0 ? null : told.Average(t => (double)t.CachedPromptTokens!.Value / t.PromptTokensPlanned),
            cold.Count + warm.Count,
            DryDoctor.FindingOf(model));
    }
}
