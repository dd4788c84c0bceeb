using FluentAssertions;
using Haystack.Facts;
using Haystack.Facts.Rules;
using Haystack.Scoring;
using Xunit;

namespace Haystack.Tests.Scoring;

/// <summary>What the grammar takes from a question, held against every wording of the data files.</summary>
public sealed class AskedTests
{
    [Fact]
    public void Every_question_of_order_tells_whether_the_earlier_or_the_later_is_asked_for()
    {
        var templates = FactLibrary.Load().All.Where(f => f.Rule is EarlierRule).SelectMany(f => f.Pair.Values.SelectMany(t => t)).ToList();
        templates.Should().HaveCountGreaterThan(8);
        foreach (var template in templates)
        {
            var text = template.Slots.Aggregate(template.Source, (t, slot) => t.Replace($"{{{slot}}}", slot == "choice1" ? "Brinmoor" : "Tavrenko", StringComparison.Ordinal));
            var question = new Question
            {
                Arm = Arm.Pair,
                Text = text,
                Answer = "Brinmoor",
                Accepted = ["Brinmoor"],
                Kind = AnswerKind.Choice,
                Intermediates = [],
                Choices = ["Brinmoor", "Tavrenko"],
                ChanceLevel = 0.5,
            };
            new Asked(question).Order.Should().Be(1, text);
        }
    }
}
