using FluentAssertions;
using Haystack.Certifying;
using Haystack.Reference;
using Xunit;

namespace Haystack.Tests.Reference;

/// <summary>The certificates that are kept are what the evaluator finds today, and say what they are there to say.</summary>
public sealed class StoredCertificateTests
{
    [Fact]
    public void The_sharp_model_was_never_wrong_not_with_500_facts_in_64k_tokens_either()
    {
        var kept = StoredCertificate.Read("sharp");
        var (lengths, heavy) = (kept.GetProperty("lengths").EnumerateArray().ToList(), kept.GetProperty("heavy"));
        foreach (var length in (System.Text.Json.JsonElement[])[.. lengths, heavy])
        {
            length.GetProperty("right").GetInt32().Should().Be(length.GetProperty("asked").GetInt32());
            length.GetProperty("absentRight").GetInt32().Should().Be(length.GetProperty("absent").GetInt32());
        }

        lengths.Sum(l => l.GetProperty("documents").GetInt32()).Should().BeGreaterThanOrEqualTo(1000);
        (heavy.GetProperty("tokens").GetInt32(), heavy.GetProperty("facts").GetInt32()).Should().Be((64 * 1024, 500));
    }

    [Theory]
    [InlineData("dull-1k", 1024)]
    [InlineData("dull-4k", 4096)]
    [InlineData("dull-16k", 16384)]
    public void A_dull_model_loses_half_near_the_distance_in_its_name_and_lies_on_its_law(string variant, int half)
    {
        var kept = StoredCertificate.Read(variant);
        kept.GetProperty("halfDistance").GetProperty("tokens").GetDouble().Should().BeInRange(0.9 * half, 1.1 * half);
        kept.GetProperty("lengths").EnumerateArray().Sum(l => l.GetProperty("documents").GetInt32()).Should().BeGreaterThanOrEqualTo(1000);
        foreach (var bin in kept.GetProperty("recall").EnumerateArray().Select(b => new RecallBin(b.GetProperty("from").GetInt32(), b.GetProperty("to").GetInt32(), b.GetProperty("asked").GetInt32(), b.GetProperty("right").GetInt32(), b.GetProperty("abstained").GetInt32())))
        {
            // One in a hundred intervals misses by chance; names are few enough for a little more.
            bin.Interval.Low.Should().BeLessThanOrEqualTo(Remembering.Recall((double)bin.From / half) + 0.03);
            bin.Interval.High.Should().BeGreaterThanOrEqualTo(Remembering.Recall((double)bin.To / half) - 0.03);
            bin.Wrong.Should().Be(0);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_shortest_texts_are_answered_today_as_it_is_kept()
    {
        var kept = StoredCertificate.Read("dull-1k").GetProperty("lengths")[0];
        var found = ReferenceCertificate.Find(ReferenceModel.Compose(new ReferenceOptions { Recency = 1024 }), kept.GetProperty("documents").GetInt32(), ReferenceCertificate.ShortestTokens, TestContext.Current.CancellationToken).Asked;
        (found.Asked, found.Right, found.AbsentRight).Should().Be((kept.GetProperty("asked").GetInt32(), kept.GetProperty("right").GetInt32(), kept.GetProperty("absentRight").GetInt32()));
    }
}
