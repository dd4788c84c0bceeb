using System.Globalization;
using System.Text;
using Haystack.DataSets;

namespace Haystack.Cli.Rendering;

/// <summary>What came in of the answers to a data set, a line each.</summary>
internal static class IntakeTable
{
    private const int MostReasons = 5;
    private const int LongestReason = 120;

    /// <summary>The table; lines of nothing are left out, but for the replies read.</summary>
    public static string For(ScoredAnswers answers)
    {
        var text = new StringBuilder();
        Line(text, "read", answers.Read, "replies that came to their own end");
        Line(text, "cut", answers.Cut, "ran into a budget or limit");
        Line(text, "empty", answers.Empty, "ended and say nothing");
        Line(text, "refused", answers.Refused, "by the model or its service: no reply");
        Line(text, "failed", answers.Failed, "no reply:");
        foreach (var (reason, count) in answers.Failures.Take(MostReasons))
            text.Append(CultureInfo.InvariantCulture, $"  {count,14:N0}  {Short(reason)}\n");
        if (answers.Failures.Count > MostReasons)
            text.Append(CultureInfo.InvariantCulture, $"  {answers.Failures.Skip(MostReasons).Sum(f => f.Count),14:N0}  for {answers.Failures.Count - MostReasons} other reasons\n");
        Line(text, "missing", answers.Missing, "questions that no file answers");
        Line(text, "unknown", answers.Unknown, "answers are to questions that the data set does not have");
        Line(text, "null", answers.PassedOver, "lines with nothing in them");
        text.Append(CultureInfo.InvariantCulture, $"{answers.Answered} of {answers.Questions} questions answered; no server confirmed that the prompts were read whole");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, int count, string what)
    {
        if (count > 0 || name == "read")
            text.Append(CultureInfo.InvariantCulture, $"{name,-8} {count,7:N0}  {what}\n");
    }

    private static string Short(string reason)
    {
        var line = TerminalText.Clean(reason.ReplaceLineEndings(" "));
        return line.Length <= LongestReason ? line : line[..LongestReason] + "…";
    }
}
