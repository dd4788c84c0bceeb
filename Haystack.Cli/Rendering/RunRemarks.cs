using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Cli.Rendering;

/// <summary>What a person has to know before believing a run's table: a line each.</summary>
internal static class RunRemarks
{
    /// <summary>Models of which nearly nothing could be read, that find nothing at all, and those whose figures rest on replies that can be read in two ways.</summary>
    public static IEnumerable<string> Of(RunData run, string directory)
    {
        foreach (var trials in run.Trials.GroupBy(t => t.Model, StringComparer.Ordinal))
        {
            // What is wrong is said once, and the graver of the two.
            if (Credibility.Of([.. trials]) is { } doubt)
                yield return TerminalText.CleanLine($"{trials.Key}: {doubt.Text}");
            else if (SetupCheck.Of(trials) is { } setup)
                yield return TerminalText.CleanLine($"{trials.Key}: {ReadingWords.Of(setup)}");
            if (CappedWords.Sentence([.. trials], run.Manifest.GetValueOrDefault("max_output")) is { Length: > 0 } capped)
                yield return TerminalText.CleanLine($"{trials.Key}: {capped}");
            var answers = trials.Count(t => t.Outcome.IsAnswer());
            var ambiguous = new Proportion(trials.Count(Unsettled.IsAmbiguous), answers);
            if (ambiguous.Successes > 0 && ambiguous.Value >= Unsettled.Noted)
                yield return TerminalText.CleanLine($"{trials.Key}: {ambiguous.Successes} of {answers} answers ({Plots.TokenText.Percent(ambiguous)}) are ambiguous and count as wrong; \"by reading\" is what accuracy could be; settle them with `haystack review {directory}`");
        }
    }
}
