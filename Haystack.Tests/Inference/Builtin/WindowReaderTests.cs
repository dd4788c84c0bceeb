using FluentAssertions;
using Haystack.Facts;
using Haystack.Tests.Facts;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class WindowReaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_fact_is_seen_exactly_while_all_of_it_is_inside(int filler)
    {
        var family = FactLibrary.Load().Find("en", "link");
        var chains = FactKit.Source("en").Create(FactKit.Request(family, 8, chains: 3, orphans: 0));
        var document = FactKit.Document(chains, 8, filler);
        foreach (var question in chains.SelectMany(c => c.Questions).Where(q => q.Arm is Arm.First or Arm.Second or Arm.Pair))
        {
            var prompt = FactKit.Prompt(document, question.Text);
            var chain = chains.Single(c => c.Questions.Contains(question));
            var needed = question.Arm == Arm.First ? [chain.Facts[0]] : question.Arm == Arm.Second ? [chain.Facts[1]] : chain.Facts;
            var start = needed.Min(f => prompt.IndexOf(f.Text, StringComparison.Ordinal));
            var tokens = ReaderKit.Tokenizer.Encode(prompt);
            // The fact's first token may bring the blank before it along.
            var inside = tokens.Count(t => t.End > start);
            (await ReaderKit.Reader($"builtin/window-{inside}").Ask(prompt)).Should().Be(question.Answer);
            (await ReaderKit.Reader($"builtin/window-{inside - 1}").Ask(prompt)).Should().BeNull();
        }
    }

    [Fact]
    public async Task A_window_larger_than_the_prompt_sees_all_and_one_smaller_than_the_question_nothing()
    {
        var family = FactLibrary.Load().Find("en", "link");
        var chains = FactKit.Source("en").Create(FactKit.Request(family, 8, chains: 3, orphans: 0));
        var prompt = FactKit.Prompt(FactKit.Document(chains, 8), chains[0].Questions[0].Text);
        (await ReaderKit.Reader("builtin/window-1m").Ask(prompt)).Should().Be(chains[0].Questions[0].Answer);
        (await ReaderKit.Reader("builtin/window-4").Ask(prompt)).Should().BeNull();
    }
}
