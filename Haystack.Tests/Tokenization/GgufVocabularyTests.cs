using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class GgufVocabularyTests
{
    [Fact]
    public void The_header_gives_the_vocabulary_that_was_written()
    {
        foreach (var vocabulary in new[] { DerivedVocabulary.Small, SentencePieceModelTokenizerTests.Vocabulary.Value })
        {
            var read = Read(GgufFile.Of(vocabulary));
            VocabularyTokenizer.Create(read).Fingerprint.Should().Be(VocabularyTokenizer.Create(vocabulary).Fingerprint);
            read.BosId.Should().Be(vocabulary.BosId);
            read.AddBos.Should().Be(vocabulary.AddBos);
        }
    }

    [Fact]
    public void Tokens_are_what_llama_cpp_makes_of_them()
    {
        // It reads texts up to the first NUL, and takes the marks inside gpt-oss's replies for user-defined tokens.
        string[] added = ["a\0b", "<|channel|>", "<|message|>", "<|call|>", "<|return|>", "<|end|>"];
        var small = DerivedVocabulary.Small;
        var read = Read(GgufFile.Of(small with { Tokens = [.. small.Tokens, .. added], TokenTypes = [.. small.TokenTypes!, 1, 3, 3, 3, 3, 3] }));
        read.Tokens.TakeLast(6).Should().Equal(["a", .. added[1..]]);
        read.TokenTypes!.TakeLast(6).Should().Equal(1, 4, 4, 3, 3, 4);
        Read(GgufFile.Of(small with { Tokens = [.. small.Tokens, "<|end|>"], TokenTypes = [.. small.TokenTypes!, 3] })).TokenTypes![^1].Should().Be(3);
    }

    [Fact]
    public void A_file_is_loaded_by_its_spec_and_only_its_header_is_read()
    {
        var path = Path.Combine(Path.GetTempPath(), $"haystack-{Environment.ProcessId}.gguf");
        try
        {
            File.WriteAllBytes(path, GgufFile.Of(DerivedVocabulary.Small));
            var tokenizer = TokenizerSpec.Load($"gguf:{path}", new HaystackCache(null));
            tokenizer.Source.Should().Be($"gguf:{Path.GetFileName(path)}:gpt2/gpt-4o");
            tokenizer.Ids("The harbour.").Should().Equal(VocabularyTokenizer.Create(DerivedVocabulary.Small).Ids("The harbour."));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<string> Hostile => [.. HostileFiles.Keys];

    private static Dictionary<string, (byte[] File, string Message)> HostileFiles { get; } = new()
    {
        ["empty"] = ([], "not a GGUF"),
        ["other file"] = (new byte[100], "not a GGUF"),
        ["old version"] = (new GgufFile().ToArray(version: 1), "version 1"),
        ["big-endian"] = (new GgufFile().ToArray(version: 0x03000000), "version"),
        ["absurd count"] = (new GgufFile().ToArray(count: ulong.MaxValue), "header values"),
        ["more values than there are"] = (new GgufFile().Text("a", "b").ToArray(count: 5), "damaged"),
        ["endless key"] = (new GgufFile().Text(new string('k', 5000), "x").ToArray(), "5000 bytes"),
        ["endless text"] = (new GgufFile().Raw("tokenizer.ggml.model", 8, w => w.Write(ulong.MaxValue)).ToArray(), "damaged"),
        ["negative length"] = (new GgufFile().Raw("tokenizer.ggml.model", 8, w => w.Write(long.MinValue)).ToArray(), "damaged"),
        ["endless list"] = (new GgufFile().Raw("tokenizer.ggml.tokens", 9, w => { w.Write(8u); w.Write(1UL << 61); }).ToArray(), "more than the file could hold"),
        ["list whose size overflows"] = (new GgufFile().Raw("x", 9, w => { w.Write(12u); w.Write((1UL << 61) + 1); }).ToArray(), "more than the file could hold"),
        ["list of lists"] = (new GgufFile().Raw("x", 9, w => { w.Write(9u); w.Write(1UL); w.Write(9u); w.Write(1UL); }).ToArray(), "type 9"),
        ["unknown type"] = (new GgufFile().Raw("x", 77, w => w.Write(1)).ToArray(), "type 77"),
        ["skipped text past the end"] = (new GgufFile().Raw("x", 8, w => w.Write(1UL << 40)).ToArray(), "longer than the file"),
        ["twice the same"] = (new GgufFile().Text("tokenizer.ggml.model", "gpt2").Text("tokenizer.ggml.model", "llama").ToArray(), "two values"),
        ["no vocabulary"] = (new GgufFile().Text("general.name", "x").ToArray(), "no tokenizer.ggml.model"),
        ["tokens that are numbers"] = (new GgufFile().Text("tokenizer.ggml.model", "gpt2").List("tokenizer.ggml.tokens", 5, [1, 2], _ => { }).Raw("p", 10, w => w.Write(0L)).ToArray(), "damaged"),
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_is_one_clear_error_and_no_memory(string name)
    {
        var (file, message) = HostileFiles[name];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var act = () => Read(file);
        act.Should().Throw<HaystackException>().WithMessage($"*{message}*");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
    }

    [Fact]
    public void Truncated_anywhere_or_with_any_byte_changed_it_is_read_or_refused_but_never_crashes()
    {
        var sound = GgufFile.Of(DerivedVocabulary.Derive("o200k_base", 300))[..^4096];
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, cut) =>
        {
            var file = cut ? sound[..at] : [.. sound[..at], value, .. sound[(at + 1)..]];
            try
            {
                VocabularyTokenizer.Create(Read(file)).Count("The harbour.").Should().BeGreaterThan(0);
            }
            catch (HaystackException e)
            {
                e.Message.Should().NotBeEmpty();
            }
        }, iter: 400);
    }

    private static TokenizerVocabulary Read(byte[] file) => GgufVocabulary.Read("gguf:test", new MemoryStream(file));
}
