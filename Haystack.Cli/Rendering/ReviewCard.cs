using System.Globalization;
using System.Text;
using Haystack.Facts;
using Haystack.Scoring;
using Haystack.Storage;

namespace Haystack.Cli.Rendering;

/// <summary>One reply as a person who judges it sees it: all from the store, nothing of it able to act on a terminal.</summary>
internal static class ReviewCard
{
    /// <summary>The facts, the question, the reply, and how the machine read it.</summary>
    /// <param name="run">The run, with texts.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="place">Such as <c>3 of 31</c>.</param>
    /// <param name="blind">Leaves out how the machine read it, so that the person is not led.</param>
    public static string Of(RunData run, TrialRow trial, string place, bool blind)
    {
        var text = new StringBuilder();
        Line(text, $"── {place} · {trial.Key} ──");
        Line(text, string.Create(CultureInfo.InvariantCulture, $"{trial.Model}, {trial.Family} {trial.Language}, question {trial.Arm.ToText()}, context {TokenSize.Format(trial.ContextTokens)}, distance {(trial.DistanceTokens is { } d ? TokenSize.Format(d) : "–")}"));
        Facts(text, run, trial);
        Line(text, $"question: {trial.Question}");
        Line(text, $"right answer: {trial.Expected}");
        text.Append("\nreply:\n").Append(TerminalText.Clean(trial.Response ?? "").TrimEnd()).Append("\n\n");
        if (blind)
            return text.ToString();
        text.Append("how it was read:\n");
        foreach (var step in (trial.Reading ?? "(no steps are stored: haystack show reads the reply again)").Split('\n'))
            Line(text, "  " + step);
        foreach (var reading in (trial.OtherReadings ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Line(text, "  it may mean: " + reading);
        Line(text, $"  read as {trial.ReadAs.ToText()}{(trial.Answer is { } answer ? $": {answer}" : "")}");
        if (trial.Verdict is { } verdict)
            Line(text, $"  judged {verdict.Outcome.ToText()} by {verdict.By}, {verdict.At:yyyy-MM-dd}");
        return text.Append('\n').ToString();
    }

    /// <summary>The stored facts of a trial alone, a line each.</summary>
    public static string Facts(RunData run, TrialRow trial)
    {
        var text = new StringBuilder();
        Facts(text, run, trial);
        return text.ToString();
    }

    /// <summary>The facts of the chain asked about, and those of others that hold the answer as it was read.</summary>
    private static void Facts(StringBuilder text, RunData run, TrialRow trial)
    {
        var fingerprint = run.Models.FirstOrDefault(m => m.Name == trial.Model)?.TokenizerFingerprint;
        var rows = run.Documents.Where(d => d.Id == trial.DocumentId).ToArray();
        if ((rows.FirstOrDefault(d => d.TokenizerFingerprint == fingerprint) ?? rows.FirstOrDefault()) is not { } document)
        {
            Line(text, "facts: (the store does not hold the document)");
            return;
        }

        if (trial.Arm == Arm.ClosedBook)
            Line(text, "facts: (the document was not shown in this question)");
        foreach (var fact in document.Facts.Where(f => f.Chain == trial.Chain).OrderBy(f => f.TokenStart))
            Line(text, string.Create(CultureInfo.InvariantCulture, $"fact {fact.Hop} @{fact.TokenStart}: {fact.Text.Trim()}"));
        if (trial.Arm == Arm.Absent)
            Line(text, "(a fact of this chain was left out on purpose: right is to say that the text does not say)");
        if (trial.Answer is not { Length: > 1 } answer)
            return;
        foreach (var fact in document.Facts.Where(f => f.Chain != trial.Chain && f.Text.Contains(answer, StringComparison.OrdinalIgnoreCase)).Take(3))
            Line(text, string.Create(CultureInfo.InvariantCulture, $"of another chain, with the answer as read: {fact.Text.Trim()}"));
    }

    private static void Line(StringBuilder text, string line) => text.Append(TerminalText.CleanLine(line)).Append('\n');
}
