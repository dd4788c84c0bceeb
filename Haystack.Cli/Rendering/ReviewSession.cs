using System.Globalization;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Cli.Rendering;

/// <summary>Shows replies one by one and takes a person's word for each: a line of input a verdict, from a keyboard or a pipe.</summary>
internal sealed class ReviewSession(TextReader input, TextWriter output, TimeProvider time)
{
    /// <summary>Asks about each trial; every verdict is stored before the next trial is shown.</summary>
    /// <param name="run">The run, with texts.</param>
    /// <param name="trials">What to show, in order.</param>
    /// <param name="by">Who judges.</param>
    /// <param name="sampled">Whether the trials were drawn by chance.</param>
    /// <param name="blind">Whether the machine's reading is left out.</param>
    /// <param name="put">Stores a verdict.</param>
    /// <param name="cancellationToken">Stops between trials.</param>
    /// <returns>The verdicts given, and how many were skipped.</returns>
    public async Task<(IReadOnlyList<Verdict> Given, int Skipped)> RunAsync(
        RunData run, IReadOnlyList<TrialRow> trials, string by, bool sampled, bool blind, Func<Verdict, Task> put, CancellationToken cancellationToken)
    {
        var (given, skipped) = (new List<Verdict>(), 0);
        foreach (var (index, trial) in trials.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = string.Create(CultureInfo.InvariantCulture, $"{index + 1} of {trials.Count}");
            await output.WriteAsync(ReviewCard.Of(run, trial, place, blind).AsMemory(), cancellationToken).ConfigureAwait(false);
            var (outcome, quits) = await AskAsync(cancellationToken).ConfigureAwait(false);
            if (quits)
                break;
            if (outcome is not { } said)
            {
                skipped++;
                continue;
            }

            var verdict = new Verdict
            {
                Trial = trial.Key,
                Outcome = said,
                By = by,
                At = time.GetUtcNow(),
                ReadAs = trial.ReadAs,
                ReplySha256 = VerdictTable.ReplyHash(trial.Response),
                IsSampled = sampled,
            };
            await put(verdict).ConfigureAwait(false);
            given.Add(verdict);
        }

        return (given, skipped);
    }

    /// <summary>A verdict, null for a skip; or that there is no more to come.</summary>
    private async Task<(Outcome? Outcome, bool Quits)> AskAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await output.WriteAsync(ReviewKeys.Prompt.AsMemory(), cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            var line = await input.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync().ConfigureAwait(false);
            if (line is null)
                return (null, true);
            var word = line.Trim();
            if (word is "q" or "quit")
                return (null, true);
            if (word is "s" or "skip")
                return (null, false);
            if (ReviewKeys.Parse(word) is { } outcome)
                return (outcome, false);
            if (word.Length > 0 && word != "?")
                await output.WriteLineAsync($"'{TerminalText.CleanLine(word)}' is no verdict:").ConfigureAwait(false);
            await output.WriteAsync(ReviewKeys.Help.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }
}
