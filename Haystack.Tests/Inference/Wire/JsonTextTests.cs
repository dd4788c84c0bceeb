using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Haystack.Inference.Wire;
using Xunit;

namespace Haystack.Tests.Inference.Wire;

/// <summary>Texts that are written as JSON while they are sent.</summary>
public sealed class JsonTextTests
{
    [Fact]
    public async Task A_text_in_parts_is_one_JSON_string_of_the_length_that_was_told()
    {
        await Gen.String[Gen.OneOf(Gen.Char, Gen.Char['a', 'z'], Gen.Const('"'), Gen.Const('\\'), Gen.Const('\n'), Gen.Const('\ud83d'), Gen.Const('\ude00'))].Array[0, 4]
            .Select(Gen.Int[0, 1], (parts, isLong) => isLong == 0 ? parts : [.. parts, new string('x', 40_000)])
            .SampleAsync(async parts =>
            {
                var written = await WriteAsync(parts);
                Read(written).Should().Be(WellFormed(string.Concat(parts)));
            }, iter: 500);
    }

    [Theory]
    [InlineData(8 * 1024 - 1)]
    [InlineData(8 * 1024)]
    [InlineData(3 * 8 * 1024 - 1)]
    public async Task A_pair_of_surrogates_is_whole_wherever_pieces_and_parts_end(int before)
    {
        string[] parts = [new string('x', before) + "😀", "中\ud83d", "\ude00\u0001\u007f\u2028\"", ""];
        Read(await WriteAsync(parts)).Should().Be(string.Concat(parts));
        parts[^1] = new string('y', 32 * 1024);
        Read(await WriteAsync(parts)).Should().Be(string.Concat(parts));
    }

    [Fact]
    public async Task Only_what_JSON_asks_for_is_escaped() =>
        System.Text.Encoding.UTF8.GetString(await WriteAsync(["<é中&'", "\"\\\n"])).Should().Be("\"<é中&'\\\"\\\\\\n\"");

    private static async Task<byte[]> WriteAsync(string[] parts)
    {
        var text = new JsonText(parts);
        using var stream = new MemoryStream();
        await text.WriteAsync(stream, TestContext.Current.CancellationToken);
        stream.Length.Should().Be(text.Length);
        return stream.ToArray();
    }

    private static string Read(byte[] json) => JsonDocument.Parse(json).RootElement.GetString()!;

    // A lone half of a pair has no UTF-8.
    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
