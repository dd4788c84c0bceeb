using System.Security.Cryptography;
using System.Text;
using Haystack.DataSets.Intake;
using Haystack.Inference;
using Haystack.Rereading;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tokenization;

namespace Haystack.DataSets;

/// <summary>Makes a run of a data set and answers to it that were obtained elsewhere.</summary>
internal static class AnswerScoring
{
    private const string KeyVersion = "haystack-score/1";

    /// <summary>Scores the answers and stores them; what the run already holds is left as it is.</summary>
    /// <param name="data">A data set of <c>haystack generate</c>, JSON lines.</param>
    /// <param name="answers">The files of answers (<see cref="AnswerFile"/>); what failed in one may have come in another.</param>
    /// <param name="model">The model's name in the run.</param>
    /// <param name="directory">The run's directory.</param>
    /// <param name="cancellationToken">Stops; the same call goes on.</param>
    /// <exception cref="HaystackException">A file is not what it should be, or the run was made of others.</exception>
    public static async Task<ScoredAnswers> RunAsync(string data, IReadOnlyList<string> answers, string model, string directory, CancellationToken cancellationToken)
    {
        var copies = new List<IDisposable>();
        try
        {
            // What comes through a pipe can be read once only, and is needed three times.
            return await RunAsync(Stored(data, copies), [.. answers.Select(a => Stored(a, copies))], (data, string.Join(", ", answers)), model, directory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            copies.ForEach(copy => copy.Dispose());
        }
    }

    private static async Task<ScoredAnswers> RunAsync(
        string data, IReadOnlyList<string> answers, (string Data, string Answers) names, string model, string directory, CancellationToken cancellationToken)
    {
        // A first pass says what the model row needs and which texts are ids, and finds a broken line before anything is written.
        var (ids, largest, tokenizers) = (new List<string>(), 0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var question in Questions(data, cancellationToken))
        {
            ids.Add(question.Id);
            largest = Math.Max(largest, question.RungTokens);
            tokenizers.Add(question.Tokenizer);
        }

        var set = AnswerFile.Read(answers, ids.ToHashSet(StringComparer.Ordinal).Contains);
        var given = set.Answers;
        var tally = new IntakeTally();
        foreach (var id in ids)
            tally.Add(given.GetValueOrDefault(id));
        if (tally.Questions == 0)
            throw new HaystackException($"{names.Data} has no questions");
        if (tally.Matched == 0)
            throw new HaystackException($"{names.Answers} answers none of the {tally.Questions} questions of {names.Data}: the ids must be those of the data set");
        var store = RunStore.Open(directory, Manifest(data, answers, model));
        await using (store.ConfigureAwait(false))
        {
            await store.PutModelAsync(Model(model, largest, tokenizers), 0).ConfigureAwait(false);
            var finished = store.FinishedKeys();
            var stored = new List<Task>();
            foreach (var question in Questions(data, cancellationToken))
            {
                var key = Key(model, question.Id);
                if (given.TryGetValue(question.Id, out var answer) && !finished.Contains(key))
                    stored.Add(store.AppendAsync(Row(key, model, question, answer)));
            }

            await Task.WhenAll(stored).ConfigureAwait(false);
        }

        return tally.Sum(set);
    }

    /// <summary>How a trial's reply is read, step by step, by the data set that it was scored with.</summary>
    /// <exception cref="HaystackException">The data set does not have its question.</exception>
    public static IReadOnlyList<string> Reading(string data, TrialRow trial, CancellationToken cancellationToken)
    {
        var line = Questions(data, cancellationToken).FirstOrDefault(q => Key(trial.Model, q.Id) == trial.Key && q.PromptSha256 == trial.PromptSha256)
            ?? throw new HaystackException($"{data} does not have the question of trial {trial.Key}: it is not the data set that the run was scored with");
        var response = StoredResponse.Of(trial) with { IsFromElsewhere = true };
        return Scorer.Score(response, line.Question, line.Values, line.ContextTokens, TokenizerGrade.Calibrated).Reading;
    }

    private static IEnumerable<QuestionLine> Questions(string data, CancellationToken cancellationToken)
    {
        foreach (var (number, line) in BoundedLines.Read(data))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return QuestionLine.Parse(line, $"{data}: line {number}");
        }
    }

    private static TrialRow Row(string key, string model, QuestionLine line, GivenAnswer answer)
    {
        var response = new ModelResponse
        {
            Content = answer.Content,
            Thinking = answer.Thinking,
            Stop = answer.Stop,
            Fault = answer.Fault,
            DoneReason = answer.DoneReason,
            IsFromElsewhere = true,
            OutputTokens = answer.OutputTokens,
        };
        var scored = Scorer.Score(response, line.Question, line.Values, line.ContextTokens, TokenizerGrade.Calibrated);
        return new TrialRow
        {
            Key = key,
            Model = model,
            DocumentId = line.DocumentId,
            Chain = line.Chain,
            Family = line.Family,
            Language = line.Language,
            Arm = line.Question.Arm,
            Order = line.Order,
            Hops = line.Hops,
            ContextTokens = line.RungTokens,
            DistanceTokens = line.DistanceTokens,
            Position = line.Position,
            FactPosition = line.FactPosition,
            ChanceLevel = line.Question.ChanceLevel,
            QuestionPlacement = line.Placement,
            Arrangement = line.Arrangement,
            PromptTokensPlanned = line.ContextTokens,
            PromptTokensCounted = answer.PromptTokens,
            Outcome = scored.Outcome,
            Answer = scored.Answer,
            Reading = scored.ReadingText,
            AnswerForm = scored.AnswerForm,
            OtherReadings = scored.OtherReadingsText,
            Expected = line.Question.Answer,
            Question = line.Question.Text,
            Response = answer.Content,
            Thinking = answer.Thinking.Length == 0 ? null : answer.Thinking,
            Fault = answer.Fault,
            DoneReason = answer.DoneReason,
            Stop = answer.Stop.ToString(),
            OutputTokens = answer.OutputTokens,
            PromptSha256 = line.PromptSha256,
        };
    }

    private static ModelRow Model(string name, int largest, IEnumerable<string> tokenizers) => new()
    {
        Name = name,
        Provider = "answers",
        NumCtx = largest,
        TokenizerSource = string.Join(", ", tokenizers.Order(StringComparer.Ordinal)),
        TokenizerGrade = TokenizerGrade.Calibrated,
        TokenizerNote = "answers were obtained elsewhere: tokens are counted by the data set's tokenizer, and no server confirmed that the prompts were read whole",
        TemplateTokens = 0,
    };

    private static string Stored(string path, List<IDisposable> copies)
    {
        var stored = SeekableFile.Of(path, out var copy);
        if (copy is not null)
            copies.Add(copy);
        return stored;
    }

    private static SortedDictionary<string, string> Manifest(string data, IReadOnlyList<string> answers, string model) => new(StringComparer.Ordinal)
    {
        ["source"] = "score",
        ["models"] = model,
        ["data_sha256"] = Sha256(data),
        ["answers_sha256"] = string.Join(',', answers.Select(Sha256).Order(StringComparer.Ordinal)),
        [RunManifest.InformationPrefix + "tool_version"] = SweepManifest.ToolVersion,
    };

    private static string Key(string model, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{KeyVersion}|{model}|{id}")))[..32];

    private static string Sha256(string path)
    {
        using var file = BoundedLines.Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
