using System.Runtime.CompilerServices;
using System.Text.Json;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Scoring;

/// <summary>
/// Replies that were written one by one, and labelled, by writers who had seen neither the grammar nor the manners, to questions
/// of every family. Set a was looked at while the grammar grew, sets b and d to g after they were first measured, set c only to measure.
/// </summary>
public sealed class BlindSetTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("a", 0.95)]
    [InlineData("b", 0.97)]
    [InlineData("c", 0.97)]
    [InlineData("d", 0.97)]
    [InlineData("e", 0.97)]
    [InlineData("f", 0.97)]
    [InlineData("g", 0.97)]
    public void Replies_of_strangers_are_read_right_or_left_open_and_never_called_correct(string set, double least)
    {
        var read = File.ReadLines(Path.Combine(Folder(), "blind", $"{set}.jsonl")).Select(Read).ToList();
        read.Should().HaveCountGreaterThan(250);
        var missed = read.Where(r => !r.IsRight && r.Is != Outcome.Ambiguous).ToList();
        foreach (var miss in missed)
            output.WriteLine($"{miss.Label} read as {miss.Is}: {miss.Says.ReplaceLineEndings(" ⏎ ")}");
        (1 - (missed.Count / (double)read.Count)).Should().BeGreaterThanOrEqualTo(least);
        read.Where(r => r.Is == Outcome.Correct && r.Label is not ("correct" or "unclear")).Should().BeEmpty();
        // Of the replies that people read alike, few are left open; of those in the form, next to none.
        var agreed = read.Where(r => r.Label != "unclear").ToList();
        agreed.Count(r => r.Is == Outcome.Ambiguous).Should().BeLessThanOrEqualTo(agreed.Count / 50);
        agreed.Count(r => r is { Is: Outcome.Ambiguous, Form: AnswerForms.Form }).Should().BeLessThanOrEqualTo(agreed.Count / 100);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static Reading Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        string Text(string name) => root.GetProperty(name).GetString()!;
        string[] Texts(string name) => [.. root.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
        var arm = FactNames.ParseArm(Text("arm"));
        var isAbsent = arm == Arm.Absent;
        var question = new Question
        {
            Arm = arm,
            Text = Text("question"),
            Answer = isAbsent ? Texts("unplanted")[0] : Text("answer"),
            Accepted = isAbsent ? Texts("unplanted") : Texts("accepted"),
            Kind = Enum.Parse<AnswerKind>(Text("kind"), ignoreCase: true),
            Intermediates = Texts("intermediates"),
            Choices = Texts("choices"),
            ChanceLevel = 0.1,
        };
        var response = new ModelResponse { Content = Text("says"), Stop = StopCause.Finished, IsFromElsewhere = true };
        var scored = Scorer.Score(response, question, Texts("values"), 100, TokenizerGrade.Verified);
        return new Reading(Text("is"), scored.Outcome, scored.AnswerForm, response.Content);
    }

    private sealed record Reading(string Label, Outcome Is, string? Form, string Says)
    {
        public bool IsRight => Label switch
        {
            "correct" => Is == Outcome.Correct,
            "wrong" => Is is Outcome.OneHop or Outcome.OtherChain or Outcome.Invented,
            "abstained" => Is == Outcome.Abstained,
            "unclear" => Is == Outcome.Ambiguous,
            "none" => Is is Outcome.Unparsed or Outcome.Empty,
            _ => throw new InvalidOperationException($"there is no label '{Label}'"),
        };
    }
}
