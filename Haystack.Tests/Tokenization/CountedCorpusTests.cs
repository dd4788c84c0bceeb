using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class CountedCorpusTests
{
    private static readonly string[] English = ["It rained all day in the harbour.", "Nobody had seen Mrs O'Hara's 14 crates since 1871!", "\"Well,\" he said.", "x = f(y)[0];"];
    private static readonly string[] Chinese = ["港口今天下雨。", "他说，明天不会下雨！", "“十四个木箱。”", "真的吗？", "于是大家都散了……"];

    public static TheoryData<string, string> Cases => new(
        from language in new[] { "en", "zh" }
        from name in new[] { "tiktoken:o200k_base", "tiktoken:cl100k_base", "qwen2", "llama-bpe", "gpt-2", "deepseek-v3", "default" }
        select (language, name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tokens_of_any_run_of_units_are_the_difference_of_the_sums(string language, string name)
    {
        var tokenizer = Tokenizer(name);
        var corpus = RandomCorpus(language, 400);
        var counted = CountedCorpus.Count(corpus, tokenizer, new HaystackCache(null));
        counted.CumulativeTokens[^1].Should().Be(tokenizer.Count(corpus.Text));
        counted.UnitCount.Should().BeGreaterThan(corpus.SentenceCount * 2 / 3);
        var stream = new Seed(3).Stream();
        for (var i = 0; i < 200; i++)
        {
            var from = stream.Next(counted.UnitCount);
            var to = from + 1 + stream.Next(counted.UnitCount - from);
            tokenizer.Count(corpus.Text.AsSpan(counted.UnitStarts[from]..counted.UnitStarts[to]))
                .Should().Be(counted.CumulativeTokens[to] - counted.CumulativeTokens[from]);
        }
    }

    [Fact]
    public void Sentences_with_an_unclean_boundary_are_one_unit()
    {
        var corpus = Corpus("en", "One word", "s.", "\n\nNext.", " Last.");
        var counted = CountedCorpus.Count(corpus, Tokenizer("tiktoken:o200k_base"), new HaystackCache(null));
        counted.UnitStarts.Should().Equal(0, "One words.\n\nNext.".Length, corpus.Text.Length);
    }

    [Fact]
    public void Counts_come_back_from_the_cache_and_damage_is_ignored()
    {
        var directory = Directory.CreateTempSubdirectory("haystack-test-");
        try
        {
            var cache = new HaystackCache(directory.FullName);
            var corpus = RandomCorpus("en", 50);
            var tokenizer = new CountingTokenizer(Tokenizer("qwen2"));
            var first = CountedCorpus.Count(corpus, tokenizer, cache);
            tokenizer.Calls.Should().BeGreaterThan(0);
            tokenizer.Calls = 0;
            CountedCorpus.Count(corpus, tokenizer, cache).CumulativeTokens.Should().Equal(first.CumulativeTokens);
            tokenizer.Calls.Should().Be(0);

            var file = directory.GetFiles().Single();
            var bytes = File.ReadAllBytes(file.FullName);
            bytes[^1] ^= 1;
            File.WriteAllBytes(file.FullName, bytes);
            CountedCorpus.Count(corpus, tokenizer, cache).CumulativeTokens.Should().Equal(first.CumulativeTokens);
            tokenizer.Calls.Should().BeGreaterThan(0);

            File.WriteAllBytes(file.FullName, bytes[..20]);
            tokenizer.Calls = 0;
            CountedCorpus.Count(corpus, tokenizer, cache).UnitStarts.Should().Equal(first.UnitStarts);
            tokenizer.Calls.Should().BeGreaterThan(0);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Many_writers_at_once_leave_one_sound_file()
    {
        var directory = Directory.CreateTempSubdirectory("haystack-test-");
        try
        {
            var corpus = RandomCorpus("zh", 30);
            var tokenizer = Tokenizer("qwen2");
            Parallel.For(0, 16, _ => CountedCorpus.Count(corpus, tokenizer, new HaystackCache(directory.FullName)));
            directory.GetFiles().Should().ContainSingle().Which.Extension.Should().Be(".bin");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("off", null, "/home/u", null)]
    [InlineData("/c", "/x", "/home/u", "/c")]
    [InlineData(null, "/x", "/home/u", "/x/haystack")]
    [InlineData("", "", "/home/u", "/home/u/.cache/haystack")]
    public void The_environment_says_where_the_cache_is(string? own, string? xdg, string? home, string? expected)
    {
        var variables = new Dictionary<string, string?> { ["HAYSTACK_CACHE"] = own, ["XDG_CACHE_HOME"] = xdg, ["HOME"] = home };
        HaystackCache.DirectoryFrom(variables.GetValueOrDefault).Should().Be(expected);
    }

    private static ModelTokenizer Tokenizer(string name) =>
        name.StartsWith("tiktoken:", StringComparison.Ordinal)
            ? TiktokenModelTokenizer.ForEncoding(name["tiktoken:".Length..])
            : VocabularyTokenizer.Create(DerivedVocabulary.Small with { Pre = name });

    private static Corpus RandomCorpus(string language, int sentences)
    {
        var stream = new Seed(1).Derive(language).Stream();
        var pool = language == "en" ? English : Chinese;
        return Corpus(language, [.. Enumerable.Range(0, sentences).Select(i =>
            (i == 0 ? "" : stream.Next(8) == 0 ? " \n\n" : language == "en" ? " " : "") + stream.Pick(pool))]);
    }

    private static Corpus Corpus(string language, params string[] sentences)
    {
        var text = string.Concat(sentences);
        var boundaries = new List<int> { 0 };
        foreach (var sentence in sentences)
            boundaries.Add(boundaries[^1] + sentence.Length);
        return new Corpus
        {
            Name = "test",
            Language = language,
            Text = text,
            Boundaries = boundaries,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
    }

    private sealed class CountingTokenizer(ModelTokenizer inner) : ModelTokenizer
    {
        private int _calls;

        public int Calls { get => _calls; set => _calls = value; }

        public override string Source => inner.Source;

        public override string Fingerprint => inner.Fingerprint;

        public override int Count(ReadOnlySpan<char> text)
        {
            Interlocked.Increment(ref _calls);
            return inner.Count(text);
        }

        public override IReadOnlyList<TokenSpan> Encode(string text) => inner.Encode(text);
    }
}
