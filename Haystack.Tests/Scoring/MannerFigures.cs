using System.Globalization;
using Haystack.Scoring;

namespace Haystack.Tests.Scoring;

/// <summary>How well replies were read.</summary>
internal sealed record MannerFigures(string Name, IReadOnlyList<(MannerCase Case, ScoredAnswer Got)> Read)
{
    /// <summary>Read right, or left open.</summary>
    public double Fair => Read.Count(IsFair) / (double)Read.Count;

    public double FalselyCorrect => Read.Count(r => r.Got.Outcome == Outcome.Correct && r.Case.Is != Outcome.Correct) / (double)Read.Count;

    /// <summary>Left open though one reading was meant.</summary>
    public double Ambiguous => Read.Count(r => r.Got.Outcome == Outcome.Ambiguous && r.Case.Is != Outcome.Ambiguous) / (double)Read.Count;

    /// <summary>The same among replies that end in a bare value on an answer line.</summary>
    public double AmbiguousInForm => Read.Where(r => r.Got.AnswerForm == "form").DefaultIfEmpty()
        .Average(r => r.Got is not null && r.Got.Outcome == Outcome.Ambiguous && r.Case.Is != Outcome.Ambiguous ? 1.0 : 0);

    public static bool IsFair((MannerCase Case, ScoredAnswer Got) read) =>
        read.Got.Outcome == read.Case.Is || read.Got.Outcome == Outcome.Ambiguous || (read.Case.Is == Outcome.Ambiguous && read.Got.Outcome == Outcome.Unparsed);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Read.Count} | {Fair:P1} | {FalselyCorrect:P2} | {Ambiguous:P1} | {AmbiguousInForm:P1} |");
}
