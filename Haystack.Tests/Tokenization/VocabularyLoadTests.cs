using System.Diagnostics;
using FluentAssertions;
using Haystack.Tests.Inference;
using Haystack.Tests.Storage;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>
/// That loading a vocabulary as large as Qwen's stays quick: bounds that hold on a machine that does other things too.
/// The figures themselves are Haystack.Benchmarks' matter.
/// </summary>
[Trait("Category", "Slow")]
[Collection(AloneTests.Name)]
public sealed class VocabularyLoadTests
{
    private const int Tokens = 151_665;
    private const int Turns = 7;

    [Theory]
    [InlineData("qwen2")]
    [InlineData("llama-bpe")]
    public void A_vocabulary_of_152_thousand_tokens_loads_quickly_and_from_the_cache_in_a_fraction_of_that(string pre)
    {
        using var folder = new TemporaryFolder();
        var vocabulary = DerivedVocabulary.Derive("o200k_base", Tokens) with { Pre = pre };
        var cache = new HaystackCache(folder.Path);
        var compiled = Quickest(turn => Load(cache, $"{turn}"));
        var cached = Quickest(_ => Load(cache, "0"));
        compiled.Should().BeLessThan(TimeSpan.FromSeconds(5));
        cached.Should().BeLessThan(compiled / 4).And.BeLessThan(TimeSpan.FromSeconds(1));

        void Load(HaystackCache from, string key) =>
            VocabularyCache.Load(from, key, "test", () => vocabulary).Count("The harbour was closed.").Should().BeGreaterThan(3);
    }

    private static TimeSpan Quickest(Action<int> load) => Enumerable.Range(0, Turns).Min(turn =>
    {
        var begun = Stopwatch.GetTimestamp();
        load(turn);
        return Stopwatch.GetElapsedTime(begun);
    });
}
