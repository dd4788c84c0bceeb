using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference;
using Haystack.Languages;
using Haystack.Scoring;
using Haystack.Tests.Languages;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Scoring;

/// <summary>What reading a reply costs is the processor time of the thread that reads: fair beside other tests and on a busy machine.</summary>
public sealed class HostileReplyTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "letters", "a" },
        { "openings of a box", "\\boxed{" },
        { "labels", "answer " },
        { "labels with a colon", "Answer: " },
        { "empty answer lines", "Answer:\n" },
        { "Chinese labels", "答案" },
        { "JSON keys", "{\"answer\": " },
        { "JSON strings never closed", "\"answer\": \"" },
        { "answer tags", "<answer>" },
        { "thinking opened and closed", "<think></think>" },
        { "closing tags", "</think>a" },
        { "channels", "<|channel|>analysis<|message|>" },
        { "channels without a message", "<|channel|>" },
        { "brackets", "((((" },
        { "braces", "{{{{" },
        { "digits", "1234567890" },
        { "grouped digits", "1,234," },
        { "Chinese numerals", "一二三万亿" },
        { "number words", "one hundred and " },
        { "months", "March " },
        { "sentences", "A. " },
        { "line ends", "\n" },
        { "retractions", "wait, no, " },
        { "abstentions", "does not say " },
        { "links", "[a](" },
        { "marks", "**" },
        { "combining accents", "e\u0301" },
        { "bare letters of a list", "A, " },
        { "letters before choices", "A Brinmoor; " },
        { "keycaps without a number", "\uFE0F\u20E3" },
        { "fields of a date", "day: 1, month: " },
        { "half of a pair", "\ud83d" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Five_megabytes_of_anything_are_read_within_a_second(string what, string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 5_000_000 / piece.Length));
        var kind = what switch
        {
            "months" or "fields of a date" => AnswerKind.Date,
            "digits" or "grouped digits" or "Chinese numerals" or "number words" => AnswerKind.Number,
            "retractions" or "bare letters of a list" or "letters before choices" => AnswerKind.Choice,
            _ => AnswerKind.Name,
        };
        Score("Answer: none at all, or maybe so", kind); // patterns are built on first use
        var cost = new ReadingCost();
        Score(text, kind).Reading.Should().NotBeEmpty();
        cost.Spent.Should().BeLessThan(TimeSpan.FromSeconds(1), what);
    }

    /// <summary>Short sentences take an engine that backtracks: none of what the expressions look for, in whatever order, makes it slow.</summary>
    [Theory]
    [MemberData(nameof(LanguageList.All), MemberType = typeof(LanguageList))]
    public void Sentences_of_nothing_but_what_the_expressions_look_for_are_read_in_milliseconds(string language)
    {
        string[] words = [.. Regex.Split(EmbeddedText.Read($"Languages/{language}/answers.yaml"), @"[^\w']+").Where(w => w.Length > 0).Distinct(), "A", "Tavrenko", "Brinmoor", ",", "，"];
        words.Should().HaveCountGreaterThan(500);
        Score("Answer: none at all, or maybe so", AnswerKind.Name);
        var random = new Seed(13).Derive("hostile-sentences").Stream();
        var cost = new ReadingCost();
        const int Replies = 200;
        for (var i = 0; i < Replies; i++)
        {
            var reply = new StringBuilder();
            while (reply.Length < 5_000)
            {
                var (start, few) = (reply.Length, 2 + random.Next(20));
                string[] some = [.. Enumerable.Range(0, few).Select(_ => words[random.Next(words.Length)])];
                while (reply.Length - start < 900)
                    reply.Append(some[random.Next(few)]).Append(Language.Of(language).Join);
                reply.Append("文." + (Language.Of(language).IsSpaced ? " " : "\n"));
            }

            Score(reply.ToString(), Enum.GetValues<AnswerKind>()[i % Enum.GetValues<AnswerKind>().Length]).Reading.Should().NotBeEmpty();
        }

        (cost.Spent / Replies).Should().BeLessThan(TimeSpan.FromMilliseconds(60), "a debug build takes about 15, engines that are built included");
    }

    private static ScoredAnswer Score(string text, AnswerKind kind)
    {
        var answer = kind switch { AnswerKind.Number => "423", AnswerKind.Date => "5 March 1887", _ => "Tavrenko" };
        var question = new Question
        {
            Arm = Arm.Pair,
            Text = "Which was first, Tavrenko or Brinmoor?",
            Answer = answer,
            Accepted = [answer],
            Kind = kind,
            Intermediates = [],
            Choices = kind == AnswerKind.Choice ? ["Tavrenko", "Brinmoor"] : [],
            ChanceLevel = 0,
        };
        var response = new ModelResponse { Content = text, Stop = StopCause.Finished, PromptTokens = 8_000 };
        return Scorer.Score(response, question, ["Brinmoor", "Ulver", "871", "4 March 1888"], 8_000, TokenizerGrade.Verified);
    }
}
