using FluentAssertions;
using Haystack.Facts;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class FactSourceTests
{
    [Fact]
    public void The_same_seed_gives_the_same_chains()
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var one = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 5, hops));
            var other = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 5, hops));
            Json(one).Should().Be(Json(other));
            Json(one).Should().NotBe(Json(FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 6, hops))));
        }
    }

    [Fact]
    public void Whole_chains_come_first_in_the_orders_asked_for_and_orphans_lack_a_fact()
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var request = FactKit.Request(family, 3, hops, chains: 5, orphans: 4);
            var chains = FactKit.Source(family.Language.Code).Create(request);
            chains.Select(c => c.Index).Should().Equal(Enumerable.Range(0, 9));
            chains.Take(5).Select(c => c.Order).Should().Equal(request.Orders);
            chains.Take(5).Should().OnlyContain(c => !c.IsOrphan && c.Facts.Count == hops);
            chains.Skip(5).Should().OnlyContain(c => c.IsOrphan && c.Facts.Count == hops - 1);
            chains.Take(5).Should().OnlyContain(c => c.Questions.Select(q => q.Arm).SequenceEqual(new[] { Arm.Pair, Arm.First, Arm.Second, Arm.ClosedBook }));
            chains.Skip(5).Should().OnlyContain(c => c.Questions.Select(q => q.Arm).SequenceEqual(new[] { Arm.Absent }));
            chains.Skip(5).Count(c => c.Facts[0].Hop == 1).Should().Be(2, "the fact left out is the first as often as the last");
        }
    }

    [Fact]
    public void Over_many_documents_either_end_is_left_out_and_either_order_taken()
    {
        var family = FactLibrary.Load().Find("en", "link");
        var source = FactKit.Source("en");
        var orphans = Enumerable.Range(0, 400)
            .Select(seed => source.Create(FactKit.Request(family, (ulong)seed, chains: 1, orphans: 1))[^1]).ToList();
        orphans.Count(o => o.Facts[0].Hop == 1).Should().BeInRange(160, 240);
        orphans.Count(o => o.Order == FactOrder.BridgeFirst).Should().BeInRange(160, 240);
    }

    [Fact]
    public void A_document_takes_many_chains()
    {
        foreach (var (family, hops) in FactKit.Shapes())
        {
            var chains = FactKit.Source(family.Language.Code).Create(FactKit.Request(family, 2, hops, chains: 24, orphans: 4));
            chains.SelectMany(c => c.Values).Should().OnlyHaveUniqueItems();
            chains.SelectMany(c => c.Questions).Where(q => q.Arm == Arm.Pair).Should().OnlyContain(q => q.ChanceLevel > 0 && q.ChanceLevel <= 0.5);
        }
    }

    [Fact]
    public void More_chains_leave_the_first_ones_as_they_were()
    {
        var family = FactLibrary.Load().Find("en", "link");
        var few = FactKit.Source("en").Create(FactKit.Request(family, 9, chains: 3, orphans: 0));
        var many = FactKit.Source("en").Create(FactKit.Request(family, 9, chains: 8, orphans: 0));
        Json(many.Take(3).Select(c => c.Facts)).Should().Be(Json(few.Select(c => c.Facts)));
    }

    [Fact]
    public void What_is_not_to_be_had_is_refused_in_one_line()
    {
        var source = FactKit.Source("en");
        var family = FactLibrary.Load().Find("en", "link");
        var request = FactKit.Request(family, 1);
        source.Invoking(s => s.Create(request with { Family = "riddle" })).Should().Throw<HaystackException>().WithMessage("there is no family 'riddle' in language 'en'; there are *link*");
        source.Invoking(s => s.Create(request with { Language = "xx" })).Should().Throw<HaystackException>().WithMessage("there is no language 'xx'; there are *en*");
        source.Invoking(s => s.Create(request with { Hops = 6 })).Should().Throw<HaystackException>().WithMessage("family 'link' has chains of 2 to 5 hops, not 6");
        source.Invoking(s => s.Create(request with { Hops = 1 })).Should().Throw<HaystackException>();
    }

    private static string Json<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);
}
