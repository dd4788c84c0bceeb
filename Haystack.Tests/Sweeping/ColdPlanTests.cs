using FluentAssertions;
using Haystack.Preparing;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What cold controls cost a sweep with the defaults.</summary>
public sealed class ColdPlanTests(ITestOutputHelper output)
{
    [Fact]
    public async Task On_the_default_ladder_they_are_48_answerable_questions_in_16_documents_from_the_longest_down()
    {
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small), Vocabulary = DerivedVocabulary.Small }],
        });
        var options = new SweepOptions { Models = ["test:7b"], Endpoint = server.Endpoint };
        await using var sweep = await new SweepPreparation(options, new SweepEnvironment(), static _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);
        var cold = sweep.Models.Single().Cold;
        cold.Documents.Values.Sum().Should().Be(16);
        var sets = sweep.Models.Single().Sets;
        sets.Select(s => cold.Documents[s]).Should().Equal(3, 3, 3, 3, 4);
        sets.Select(cold.TrialsOf).Should().Equal(12, 9, 9, 9, 12);
        var costs = PlanCosts.Of(sweep);
        costs.Sum(c => c.ColdControls).Should().Be(cold.Trials);
        var coldTokens = costs.Sum(c => (long)c.ColdControls * c.ContextTokens);
        var added = (double)coldTokens / (costs.Sum(c => c.PromptTokensComputed) - coldTokens);
        output.WriteLine($"cold controls add {added:P1} to the prompt tokens computed");
        added.Should().BeInRange(0.4, 0.56);
    }
}
