using System.Text.Json;
using Haystack.Storage;

namespace Haystack.Reports;

/// <summary>Long texts cut in the middle, so that a page of many trials stays small; what was cut is counted.</summary>
/// <param name="Reply">Most characters of a reply.</param>
/// <param name="Near">Most characters shown before and after a fact.</param>
internal sealed record TextCut(int Reply, int Near)
{
    /// <summary>From the most generous on.</summary>
    public static readonly IReadOnlyList<TextCut> Steps =
    [
        new(40_000, 200), new(8000, 200), new(4000, 200), new(2000, 120), new(1000, 80), new(500, 60), new(250, 40), new(120, 20),
    ];

    /// <summary>Most characters of thinking: a quarter of the reply's.</summary>
    public int Thinking => Reply / 4;

    /// <summary>How many characters of the run remain under this cut.</summary>
    public long Characters(RunData run)
    {
        long total = 0;
        foreach (var trial in run.Trials)
            total += Math.Min(trial.Response?.Length ?? 0, Reply) + Math.Min(trial.Thinking?.Length ?? 0, Thinking) + trial.Question.Length;
        foreach (var document in run.Documents)
        {
            foreach (var fact in document.Facts)
                total += fact.Text.Length + Math.Min(fact.Before.Length, Near) + Math.Min(fact.After.Length, Near);
        }

        return total;
    }

    /// <summary>Writes a text whole, or as [start, characters cut, end]; the end is the longer part, since answers stand there.</summary>
    public static void Write(Utf8JsonWriter json, string? text, int most)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else if (text.Length <= most)
        {
            json.WriteStringValue(VisibleText.Of(text));
        }
        else
        {
            var (start, end) = (most / 4, most - most / 4);
            json.WriteStartArray();
            json.WriteStringValue(VisibleText.Of(text[..start]));
            json.WriteNumberValue(text.Length - most);
            json.WriteStringValue(VisibleText.Of(text[^end..]));
            json.WriteEndArray();
        }
    }
}
