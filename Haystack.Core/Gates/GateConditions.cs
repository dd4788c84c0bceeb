using Haystack.Analysis;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>What a gate requires and of which part, however its rows are come by.</summary>
internal sealed record GateConditions
{
    /// <summary>A larger share of trials that are not answers fails the gate.</summary>
    public const double MostInvalid = 0.05;

    public GateScope Scope { get; init; } = new();

    public IReadOnlyList<GateThreshold> Thresholds { get; init; } = [];

    /// <summary>Undecided fails.</summary>
    public bool Strict { get; init; }

    /// <summary>Decides on stored rows.</summary>
    /// <exception cref="HaystackException">No threshold was set, or the run has nothing of what is asked for.</exception>
    public GateResult Decide(RunData run, string directory, string model)
    {
        RequireThreshold();
        var rows = new GateRows(run, model, Scope, Scope.Rows(run, model));
        return Conclude(rows, directory, [.. Thresholds.Select(t => t.Decide(rows))]);
    }

    /// <summary>Makes the result of checks that were decided.</summary>
    public GateResult Conclude(GateRows rows, string directory, IReadOnlyList<GateCheck> checks, string? note = null)
    {
        var invalid = Invalid(rows);
        return new GateResult
        {
            Model = rows.Model,
            Checks = checks,
            TooManyInvalid = invalid is not null,
            Directory = directory,
            Strict = Strict,
            Message = GateMessage.Of(rows, directory, Thresholds, checks, invalid, note),
        };
    }

    /// <summary>Why nothing can be concluded; null where enough trials are answers.</summary>
    public string? Invalid(GateRows rows)
    {
        var cache = CacheControl.Of(rows.Run).FirstOrDefault(c => c.Model == rows.Model);
        if (cache?.Finding == CacheFinding.ChangesAnswers)
            return $"prefix cache: {Reports.VisibleText.Line(cache.Text)}";
        foreach (var trials in Thresholds.Select(t => t.Counted(rows)).Append(rows.All))
        {
            var invalid = trials.Count(t => !t.Outcome.IsAnswer());
            if (invalid > MostInvalid * trials.Count)
            {
                var first = trials.First(t => !t.Outcome.IsAnswer());
                return $"{invalid} of {trials.Count} trials are not answers, more than 5% (first: {first.Outcome.ToText()}{(Why(first) is { } why ? $", {Reports.VisibleText.Line(why)}" : "")})";
            }

            // A threshold on replies of which nearly none could be read would be met, or missed, by the set-up.
            if (Credibility.Of(trials) is { } doubt)
                return Reports.VisibleText.Line(doubt.Text);
        }

        return null;
    }

    private static string? Why(TrialRow trial) => trial.Fault ?? trial.Reading?.Split('\n')[^1];

    public void RequireThreshold()
    {
        if (Thresholds.Count == 0)
            throw new HaystackException("the gate has no threshold");
    }
}
