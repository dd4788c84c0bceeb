using System.Globalization;
using System.Text.RegularExpressions;
using Haystack.Scoring;
using Haystack.Statistics;
using Haystack.Storage;

namespace Haystack.Analysis;

/// <summary>
/// What speaks against taking a model's figures for the model's: nearly all of its replies came to nothing that could be
/// read as an answer (empty, cut by a budget, looping, unreadable, or no answers at all). A right refusal is an answer, and
/// so is a wrong value.
/// </summary>
internal sealed partial record Credibility
{
    /// <summary>A model of whose replies this share or more can be read is credible, whatever they say.</summary>
    public const double LeastRead = 0.2;

    /// <summary>How often a model whose share is just <see cref="LeastRead"/> is doubted for bad luck, at most.</summary>
    public const double FalseAlarm = 0.01;

    private const int Shown = 160;

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Replies that could be read as an answer, of all.</summary>
    public required Proportion Read { get; init; }

    /// <summary>What the others came to, the commonest first.</summary>
    public required IReadOnlyList<(Outcome Outcome, int Count)> Lost { get; init; }

    /// <summary>Why, most often.</summary>
    public required string Reason { get; init; }

    /// <summary>How often.</summary>
    public required int ReasonCount { get; init; }

    /// <summary>A trial that shows it.</summary>
    public required TrialRow Sample { get; init; }

    /// <summary>One line; it quotes a reply, which may hold anything.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{Verdict} Most often ({ReasonCount}): {Reason}. Trial {Sample.Key[..Math.Min(12, Sample.Key.Length)]}, for example: {Quoted}");

    /// <summary>The same without a word of anybody else's.</summary>
    public string Verdict =>
        $"not credible: {Count(Read.Total - Read.Successes, Read.Total)} ({string.Join(", ", Lost.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Count} {l.Outcome.ToText()}")))}): this is no accuracy of the model's.";

    /// <summary>What speaks against each model of a run, in its order; nothing of those that are credible.</summary>
    public static IReadOnlyList<Credibility> Of(RunData run)
    {
        var trials = run.Trials.ToLookup(t => t.Model, StringComparer.Ordinal);
        return [.. run.Models.Select(m => Of([.. trials[m.Name]])).OfType<Credibility>()];
    }

    /// <summary>What speaks against the replies of one model; null where nothing does.</summary>
    public static Credibility? Of(IReadOnlyCollection<TrialRow> trials)
    {
        var read = new Proportion(trials.Count(t => t.Outcome.IsRead()), trials.Count);
        return IsDoubtful(read) ? Of(read, trials) : null;
    }

    /// <summary>
    /// Whether so few replies could be read: none at all, or so few that a share of <see cref="LeastRead"/> is excluded by
    /// the exact binomial bound (Clopper–Pearson, one-sided, error <see cref="FalseAlarm"/>).
    /// </summary>
    public static bool IsDoubtful(Proportion read) =>
        read.Total > 0 && (read.Successes == 0 || (read.Successes < LeastRead * read.Total && ClopperPearson.Upper(read, 1 - FalseAlarm) < LeastRead));

    /// <summary>The doubt about counts, with its commonest reason out of <paramref name="trials"/>, one at least of which could not be read.</summary>
    public static Credibility Of(Proportion read, IEnumerable<TrialRow> trials)
    {
        TrialRow[] lost = [.. trials.Where(t => !t.Outcome.IsRead())];
        // The same reason with other counts or quotes in it is the same reason.
        var commonest = lost.GroupBy(t => Particulars().Replace(Why(t), "…"), StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First();
        var sample = commonest.OrderBy(t => string.IsNullOrWhiteSpace(t.Response) && string.IsNullOrWhiteSpace(t.Thinking)).ThenBy(t => t.Key, StringComparer.Ordinal).First();
        return new Credibility
        {
            Model = lost[0].Model,
            Read = read,
            Lost = [.. lost.GroupBy(t => t.Outcome).Select(g => (g.Key, g.Count())).OrderByDescending(g => g.Item2).ThenBy(g => g.Key)],
            Reason = Why(sample) + Remedy(sample.Outcome),
            ReasonCount = commonest.Count(),
            Sample = sample,
        };
    }

    /// <summary><c>38 of 40 replies came to nothing that could be read as an answer</c>.</summary>
    public static string Count(int lost, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{lost} of {all} replies came to nothing that could be read as an answer");

    private string Quoted => (Sample.Response, Sample.Thinking) switch
    {
        ({ } text, _) when !string.IsNullOrWhiteSpace(text) => $"“{Cut(text)}”",
        (_, { } thinking) when !string.IsNullOrWhiteSpace(thinking) => $"no text, and the thinking “{Cut(thinking)}”",
        _ => "no text at all",
    };

    private static string Why(TrialRow trial) => (trial.Fault ?? trial.Reading?.Split('\n')[^1] ?? trial.Outcome.ToText()).Trim();

    private static string Remedy(Outcome outcome) => outcome == Outcome.CappedOutput ? " (--max-output gives replies more room)" : "";

    // The end is kept with the beginning: answers stand there.
    private static string Cut(string text)
    {
        var line = text.Trim();
        return line.Length <= Shown ? line : $"{line[..(Shown / 2)]} … {line[^(Shown / 2)..]}";
    }

    [GeneratedRegex("\"[^\"]*\"|[0-9][0-9.,]*")]
    private static partial Regex Particulars();
}
