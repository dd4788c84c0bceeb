using System.Text;
using System.Text.Json;
using FluentAssertions;
using Haystack.Inference.Ollama;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Base;

/// <summary>What JSON of others may take: by its values, not only by its bytes.</summary>
public sealed class BoundedJsonTests
{
    [Theory]
    [InlineData("1,")]
    [InlineData("[],")]
    [InlineData("\"\",")]
    [InlineData("{\"a\":1},")]
    public void A_list_of_more_values_than_there_are_of_anything_is_refused_before_it_is_built(string item)
    {
        var list = Encoding.UTF8.GetBytes("[" + string.Concat(Enumerable.Repeat(item, 60_000_000 / item.Length)) + "0]");
        var cost = new ReadingCost();
        FluentActions.Invoking(() => BoundedJson.Parse(list, 1_000_000)).Should().Throw<JsonException>().WithMessage("*more than 1,000,000 values*");
        cost.ShouldBeBounded(item, 1 << 20);
    }

    [Fact]
    public void What_stands_in_texts_is_no_value()
    {
        var text = Encoding.UTF8.GetBytes($"[\"{string.Concat(Enumerable.Repeat(",[{:", 100_000))}\", 1]");
        using var parsed = BoundedJson.Parse(text, 10);
        parsed.RootElement.GetArrayLength().Should().Be(2);
    }

    [Theory]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[LIST]}}""", "\"a b\",")]
    [InlineData("""{"model":{"type":"BPE","vocab":{LIST"z":0},"merges":[]}}""", "\"a\":1,")]
    [InlineData("""{"added_tokens":[LIST],"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}""", "{\"id\":1,\"content\":\"a\"},")]
    [InlineData("[LIST]", "1,")]
    public void A_vocabulary_larger_than_any_is_refused_in_one_line(string file, string item)
    {
        var content = Encoding.UTF8.GetBytes(file.Replace("LIST", string.Concat(Enumerable.Repeat(item, 40_000_000 / item.Length)), StringComparison.Ordinal).Replace(",]", "]", StringComparison.Ordinal));
        var cost = new ReadingCost();
        FluentActions.Invoking(() => TokenizerJson.Read("hf:file", content)).Should().Throw<HaystackException>().Which.Message.Should().NotContain("\n");
        cost.ShouldBeBounded(file);
    }

    [Theory]
    [InlineData("9223372036854775807", "9223372036854775807", null)]
    [InlineData("8", "[9223372036854775807,9223372036854775807,9223372036854775807]", null)]
    [InlineData("8", "-9223372036854775808", null)]
    [InlineData("32", "8", 131_072L)]
    public void Numbers_of_heads_that_overflow_give_no_size_of_a_cache(string layers, string heads, long? bytes)
    {
        using var show = JsonDocument.Parse($$$"""{"model_info":{"general.architecture":"x","x.block_count":{{{layers}}},"x.attention.head_count":8,"x.attention.head_count_kv":{{{heads}}},"x.attention.key_length":128}}""");
        OllamaModel.Read(show.RootElement).CacheBytesPerToken.Should().Be(bytes);
    }
}
