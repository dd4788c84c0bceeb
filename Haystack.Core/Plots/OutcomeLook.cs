using Haystack.Scoring;
using SkiaSharp;

namespace Haystack.Plots;

/// <summary>The words and colours of outcomes, the same in pictures and reports.</summary>
internal static class OutcomeLook
{
    /// <summary>In words.</summary>
    public static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Correct => "correct",
        Outcome.OneHop => "one hop: the intermediate value",
        Outcome.OtherChain => "another chain's value",
        Outcome.Abstained => "abstained",
        Outcome.Invented => "invented",
        Outcome.Ambiguous => "ambiguous: two readings stand",
        Outcome.Unparsed => "no answer found in the reply",
        Outcome.Empty => "empty",
        Outcome.CappedOutput => "cut by the output budget",
        Outcome.Loop => "repeated itself",
        Outcome.Truncated => "prompt truncated",
        Outcome.Invalid => "prompt count differs",
        _ => "failed",
    };

    /// <summary>Okabe and Ito's colours; answers that never came to an end are greys.</summary>
    public static SKColor Colour(Outcome outcome) => SKColor.Parse(outcome switch
    {
        Outcome.Correct => "#009e73",
        Outcome.OneHop => "#e69f00",
        Outcome.OtherChain => "#d55e00",
        Outcome.Abstained => "#56b4e9",
        Outcome.Invented => "#cc79a7",
        Outcome.Ambiguous => "#0072b2",
        Outcome.Unparsed => "#f0e442",
        Outcome.Empty => "#c4c9d1",
        Outcome.CappedOutput => "#8d949f",
        _ => "#5a6170",
    });
}
