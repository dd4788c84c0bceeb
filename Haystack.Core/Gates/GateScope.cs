using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Gates;

/// <summary>Which part of a run a gate looks at; null takes all.</summary>
internal sealed record GateScope
{
    public int? ContextTokens { get; init; }

    /// <summary>It narrows accuracy and the comparison only.</summary>
    public int? DistanceTokens { get; init; }

    public string? Family { get; init; }

    public string? Language { get; init; }

    /// <summary>The question whose answers are counted.</summary>
    public Arm Arm { get; init; } = Arm.Pair;

    /// <summary>The rows of one model that are in scope, all arms and distances.</summary>
    /// <exception cref="HaystackException">The run has no such context length, family or language; what it has is listed.</exception>
    public IReadOnlyList<TrialRow> Rows(RunData run, string model)
    {
        IReadOnlyList<TrialRow> rows = [.. run.Trials.Where(t => t.Model == model)];
        rows = Narrow(run, rows, "context length", ContextTokens, t => t.ContextTokens, TokenSize.Format);
        rows = Narrow(run, rows, "family", Family, t => t.Family, f => f);
        return Narrow(run, rows, "language", Language, t => t.Language, l => l);
    }

    /// <summary>Those of <paramref name="rows"/> that answer the question at the distance.</summary>
    /// <exception cref="HaystackException">It was not asked, or not at this distance; what was is listed.</exception>
    public IReadOnlyList<TrialRow> Asked(RunData run, IReadOnlyList<TrialRow> rows) =>
        Narrow(run, OfArm(run, rows, Arm), "distance", DistanceTokens, t => t.DistanceTokens ?? -1, d => d < 0 ? "none" : TokenSize.Format(d));

    /// <summary>Those of <paramref name="rows"/> that answer a question.</summary>
    /// <exception cref="HaystackException">It was not asked; what was is listed.</exception>
    public static IReadOnlyList<TrialRow> OfArm(RunData run, IReadOnlyList<TrialRow> rows, Arm arm) =>
        Narrow(run, rows, "question", (Arm?)arm, t => t.Arm, a => a.ToText());

    /// <summary>Whether a row of another run belongs to the same part.</summary>
    public bool Takes(TrialRow row) =>
        row.Arm == Arm
        && (ContextTokens is null || row.ContextTokens == ContextTokens)
        && (DistanceTokens is null || row.DistanceTokens == DistanceTokens)
        && (Family is null || row.Family == Family)
        && (Language is null || row.Language == Language);

    /// <summary>The scope in words, for the first line of a message; empty for all of a run.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        ContextTokens is { } c ? $"context {TokenSize.Format(c)}" : null,
        DistanceTokens is { } d ? $"distance {TokenSize.Format(d)}" : null,
        Family is { } f ? $"family {f}" : null,
        Language is { } l ? $"language {l}" : null,
        Arm != Arm.Pair ? $"question {Arm.ToText()}" : null,
    }.OfType<string>());

    /// <summary>
    /// The scope with the context length that is meant in a run: the longest prompts of <c>--max-ctx 8k</c> are 8k less the
    /// reply, and a user calls them 8k.
    /// </summary>
    public GateScope InRun(RunData run, string model)
    {
        int[] rungs = [.. run.Trials.Where(t => t.Model == model).Select(t => t.ContextTokens).Distinct()];
        return ContextTokens is { } named && rungs.Length > 0 && rungs.Max() < named && IsMaximum(run, named) ? this with { ContextTokens = rungs.Max() } : this;
    }

    private static bool IsMaximum(RunData run, int tokens) =>
        int.TryParse(run.Manifest.GetValueOrDefault("max_ctx"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var maximum) && maximum == tokens;

    private static IReadOnlyList<TrialRow> Narrow<T>(
        RunData run, IReadOnlyList<TrialRow> rows, string what, T? wanted, Func<TrialRow, T> of, Func<T, string> text)
        where T : struct, IComparable =>
        wanted is { } one ? Narrow(run, rows, what, one, of, text, Comparer<T>.Default) : rows;

    private static IReadOnlyList<TrialRow> Narrow(
        RunData run, IReadOnlyList<TrialRow> rows, string what, string? wanted, Func<TrialRow, string> of, Func<string, string> text) =>
        wanted is { } one ? Narrow(run, rows, what, one, of, text, StringComparer.Ordinal) : rows;

    private static TrialRow[] Narrow<T>(
        RunData run, IReadOnlyList<TrialRow> rows, string what, T wanted, Func<TrialRow, T> of, Func<T, string> text, IComparer<T> order)
    {
        TrialRow[] found = [.. rows.Where(r => order.Compare(of(r), wanted) == 0)];
        if (found.Length > 0 || rows.Count == 0)
            return found;
        var there = rows.Select(of).Distinct().Order(order).Select(text);
        throw new HaystackException($"run {run.Name} has no {what} {text(wanted)} in the part asked for; it has {string.Join(", ", there)}");
    }
}
