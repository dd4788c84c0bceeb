using FluentAssertions;
using Haystack.Documents;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Tests.Documents;

/// <summary>Holds a finished document against its plan, by tokenizing the finished prompts anew.</summary>
internal static class ExactnessCheck
{
    /// <summary>Checks the total, every span and every distance of one prompt; uses the text and a tokenizer alone.</summary>
    public static void Verify(Document document, Prompt prompt, ModelTokenizer tokenizer, int templateTokens = 0)
    {
        var content = prompt.Content;
        var tokens = tokenizer.Encode(content);
        tokens.Should().HaveCount(prompt.ContentTokens);
        tokenizer.Count(content).Should().Be(prompt.ContentTokens);
        (prompt.ContentTokens + templateTokens).Should().BeLessThanOrEqualTo(document.Plan.ContextTokens);
        foreach (var chain in document.Chains)
        {
            var ends = new List<(int First, int Last)>();
            foreach (var fact in chain.FactsInTextOrder)
            {
                var start = content.IndexOf(fact.Text, StringComparison.Ordinal);
                start.Should().BeGreaterThan(0, "the fact stands in the text");
                content.IndexOf(fact.Text, start + 1, StringComparison.Ordinal).Should().Be(-1, "it stands there once");
                var first = FirstOverlapping(tokens, start);
                var last = LastOverlapping(tokens, start + fact.Text.Length);
                ends.Add((first, last));
                var planted = document.FactsOf(chain.Index).Single(f => f.Hop == fact.Hop);
                first.Should().Be(prompt.HeadTokens + planted.TokenStart);
                (last + 1).Should().Be(prompt.HeadTokens + planted.TokenEnd);
            }

            if (chain.IsOrphan)
                continue;
            var planned = document.Plan.Arrangement == Arrangement.Gathered ? 0 : document.Plan.Chains[chain.Index].DistanceTokens;
            for (var i = 1; i < ends.Count; i++)
                (ends[i].First - ends[i - 1].Last - 1).Should().Be(planned, "distance is tokens strictly between");
        }
    }

    private static int FirstOverlapping(IReadOnlyList<TokenSpan> tokens, int character)
    {
        var (low, high) = (0, tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].End > character)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static int LastOverlapping(IReadOnlyList<TokenSpan> tokens, int end)
    {
        var (low, high) = (0, tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (tokens[middle].Start < end)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
