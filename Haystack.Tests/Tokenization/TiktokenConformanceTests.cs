using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Haystack.Tests.Documents;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>OpenAI's own tiktoken is the reference: for its encodings, and for the same vocabularies in Ollama's form.</summary>
[Trait("Category", "Live")]
public sealed class TiktokenConformanceTests
{
    [Theory]
    [InlineData("o200k_base")]
    [InlineData("cl100k_base")]
    public async Task Ids_equal_those_of_tiktoken_itself(string encoding)
    {
        var folder = ExternalTool.RepositoryFile("Haystack.Tests", "Tokenization", "conformance");
        Assert.SkipUnless(
            ExternalTool.IsThere("node") && Directory.Exists(Path.Combine(folder, "node_modules", "tiktoken")),
            "run .ci/install-conformance first: needs node and the packages of Tokenization/conformance");

        // Half a surrogate pair is no JSON text: it is U+FFFD when it comes to a server, and so here.
        string[] texts =
        [
            .. SampleTexts.All.Values,
            .. RandomText.Any.Array[600].Single(),
            .. PlanCorpus.Names.Select(n => PlanCorpus.Load(n, 20_000).Corpus.Text[..5_000]),
        ];
        texts = [.. texts.Select(t => CodePointShadow.WithoutLoneSurrogates(t).ToString())];
        var request = JsonSerializer.Serialize(new { encoding, texts });
        var answer = await ExternalTool.RunAsync("node", [Path.Combine(folder, "tiktoken.cjs")], request, TestContext.Current.CancellationToken);
        var reference = JsonSerializer.Deserialize<int[][]>(answer)!;
        reference.Should().HaveCount(texts.Length);
        var library = TiktokenModelTokenizer.ForEncoding(encoding);
        var arrays = VocabularyTokenizer.Create(
            (encoding == "o200k_base" ? DerivedVocabulary.O200k : DerivedVocabulary.Cl100k) with { Rules = TiktokenEncoding.Rules(encoding) });
        for (var i = 0; i < texts.Length; i++)
        {
            foreach (ModelTokenizer tokenizer in new ModelTokenizer[] { library, arrays })
            {
                if (!tokenizer.Ids(texts[i]).AsSpan().SequenceEqual(reference[i]))
                    tokenizer.Ids(texts[i]).Should().Equal(reference[i], "{0} of {1}", tokenizer.Source, JsonSerializer.Serialize(texts[i]));
                tokenizer.Count(texts[i]).Should().Be(reference[i].Length);
            }
        }
    }
}
