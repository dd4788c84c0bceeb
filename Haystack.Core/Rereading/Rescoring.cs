using System.Globalization;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;

namespace Haystack.Rereading;

/// <summary>Reads every stored reply again with the scoring of this version.</summary>
internal static class Rescoring
{
    /// <summary>The trials whose outcome or answer this version reads otherwise, as they were and as they are now.</summary>
    /// <param name="run">The run, with texts.</param>
    /// <param name="mostTokens">Up to which length prompts are made again (<see cref="ManifestOptions.LongestUnasked"/>).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HaystackException">The questions cannot be made again as they were asked.</exception>
    public static IReadOnlyList<RescoredTrial> Of(RunData run, int mostTokens, CancellationToken cancellationToken)
    {
        if (run.Manifest.GetValueOrDefault("source") == "score")
            throw new HaystackException($"run '{run.Name}' was scored from answers obtained elsewhere: score them again, into a new --out");
        var (chains, changed) = (new StoredChains(run, mostTokens), new List<RescoredTrial>());
        var documents = run.Documents.ToLookup(d => d.Id);
        var models = run.Models.ToDictionary(m => m.Name);
        int? budget = int.TryParse(run.Manifest.GetValueOrDefault("max_output"), NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) ? tokens : null;
        // A document that several tokenizers made has several rows, whose facts may come from different draws.
        foreach (var trials in run.Trials.Concat(run.ColdTrials).GroupBy(t => (t.DocumentId, run.ModelOf(t).TokenizerFingerprint)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var document = documents[trials.Key.DocumentId].FirstOrDefault(d => d.TokenizerFingerprint == trials.Key.TokenizerFingerprint)
                ?? throw new HaystackException($"document {trials.Key.DocumentId} is not stored: its trials cannot be scored again");
            var made = chains.Of(document);
            var values = made.SelectMany(c => c.Values).Distinct(StringComparer.Ordinal).ToList();
            foreach (var trial in trials)
            {
                var scored = Scorer.Score(StoredResponse.Of(trial, budget, models[trial.Model]), QuestionOf(made, trial), values, trial.PromptTokensPlanned, models[trial.Model].TokenizerGrade);
                // The machine's reading is made again; what a person said of the reply stands beside it and stays.
                var read = trial with { Outcome = trial.ReadAs, Verdict = null };
                if (scored.Outcome != read.Outcome || scored.Answer != read.Answer)
                    changed.Add(new RescoredTrial(read, read with { Outcome = scored.Outcome, ReadAs = scored.Outcome, Answer = scored.Answer, Reading = scored.ReadingText, AnswerForm = scored.AnswerForm, OtherReadings = scored.OtherReadingsText }));
            }
        }

        return changed;
    }

    private static Question QuestionOf(IReadOnlyList<FactChain> chains, TrialRow trial)
    {
        var question = chains.FirstOrDefault(c => c.Index == trial.Chain)?.Questions.FirstOrDefault(q => q.Arm == trial.Arm);
        return question is not null && question.Text == trial.Question && question.Answer == trial.Expected
            ? question
            : throw new HaystackException($"the question of trial {trial.Key} cannot be made again as it was asked: the program or its families differ from the run's");
    }
}
