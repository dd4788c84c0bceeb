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
        tokens.Count.Should().Be(prompt.ContentTokens);
        tokenizer.Count(content).Should().Be(prompt.ContentTokens);
        (prompt.ContentTokens + templateTokens).Should().BeLessThanOrEqualTo(document.Plan.ContextTokens);
        foreach (var chain in document.Chains)
        {
            var ends = new List<(int First, int End)>();
            foreach (var fact in chain.FactsInTextOrder)
            {
                var start = content.IndexOf(fact.Text, StringComparison.Ordinal);
                start.Should().BeGreaterThan(0, "the fact stands in the text");
                content.IndexOf(fact.Text, start + 1, StringComparison.Ordinal).Should().Be(-1, "it stands there once");
                var planted = document.FactsOf(chain.Index).Single(f => f.Hop == fact.Hop);
                var (charStart, charEnd) = (prompt.Head.Length + planted.CharStart, prompt.Head.Length + planted.CharEnd);
                content[charStart..charEnd].Trim().Should().Be(fact.Text);
                if (chain.Index == prompt.Chain.Index)
                {
                    // The text up to a span, and up to its end, tokenized by themselves, have exactly the stated tokens.
                    tokenizer.Count(content.AsSpan(0, charStart)).Should().Be(prompt.HeadTokens + planted.TokenStart);
                    tokenizer.Count(content.AsSpan(0, charEnd)).Should().Be(prompt.HeadTokens + planted.TokenEnd);
                }

                // And in the whole prompt the sentence's own characters begin in the span's first token and end in its last.
                tokens[prompt.HeadTokens + planted.TokenStart].Start.Should().BeLessThanOrEqualTo(start);
                tokens[prompt.HeadTokens + planted.TokenStart].Start.Should().BeGreaterThanOrEqualTo(charStart);
                tokens[prompt.HeadTokens + planted.TokenEnd - 1].Start.Should().BeLessThan(start + fact.Text.Length);
                tokens[prompt.HeadTokens + planted.TokenEnd - 1].End.Should().Be(charEnd);
                ends.Add((planted.TokenStart, planted.TokenEnd));
            }

            if (chain.IsOrphan)
                continue;
            var planned = document.Plan.Arrangement == Arrangement.Gathered ? 0 : document.Plan.Chains[chain.Index].DistanceTokens;
            for (var i = 1; i < ends.Count; i++)
                (ends[i].First - ends[i - 1].End).Should().Be(planned, "distance is tokens strictly between");
        }
    }
}
