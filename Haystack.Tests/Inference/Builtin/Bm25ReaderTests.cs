using FluentAssertions;
using Haystack.Facts;
using Haystack.Inference.Builtin;
using Haystack.Tests.Facts;
using Xunit;

namespace Haystack.Tests.Inference.Builtin;

public sealed class Bm25ReaderTests
{
    [Fact]
    public void The_best_passage_is_the_one_that_shares_the_rare_words()
    {
        const string Text = "The old dog slept by the fire and dreamt. \n\nThe cat Velmor sat on the roof. \n\nThe old dog barked at the moon.";
        var index = new PassageIndex(Text);
        Text[index.Best("Where did Velmor the cat sit?", 1)[0].Start..].Should().StartWith("The cat Velmor");
        index.Best("Nothing in common whatsoever", 3).Should().BeEmpty();
        index.Best("the", 3).Should().HaveCount(3);
    }

    [Fact]
    public void Chinese_text_is_ranked_by_pairs_of_characters()
    {
        const string Text = "老狗在火边睡着了。 \n\n祁砚川住在碧鹭镇。 \n\n老狗对着月亮叫。";
        Text[new PassageIndex(Text).Best("祁砚川住在什么地方？", 1)[0].Start..].Should().StartWith("祁砚川");
    }

    [Fact]
    public void Passages_are_whole_sentences_of_one_paragraph_and_cover_the_text()
    {
        foreach (var language in FactLibrary.Load().Languages)
        {
            var family = FactLibrary.Load().Find(language, "link");
            var document = FactKit.Document(FactKit.Source(language).Create(FactKit.Request(family, 3)), 3, filler: 20);
            var passages = PassageCutter.Cut(document).ToList();
            passages.Should().HaveCountGreaterThan(10);
            passages.All(p => ".。".Contains(document[p.End - 1]) && !document[p.Start..p.End].Contains('\n')).Should().BeTrue();
            string.Concat(passages.Select(p => document[p.Start..p.End])).Replace(" ", "").Should().Be(document.Replace(" ", "").Replace("\n", ""));
        }
    }

    [Fact]
    public async Task Retrieval_finds_single_facts_but_a_bridge_only_with_every_passage()
    {
        var family = FactLibrary.Load().Find("en", "link");
        using var few = ReaderKit.QuickReader("builtin/bm25-1");
        using var some = ReaderKit.QuickReader("builtin/bm25-4");
        using var all = ReaderKit.QuickReader("builtin/bm25-1000");
        int single = 0, pair = 0, asked = 0;
        for (ulong seed = 0; seed < 6; seed++)
        {
            var chains = FactKit.Source("en").Create(FactKit.Request(family, seed, orphans: 0));
            var document = FactKit.Document(chains, seed, filler: 12);
            foreach (var chain in chains)
            {
                asked++;
                single += await some.Ask(FactKit.Prompt(document, chain.Questions[1].Text)) == chain.Questions[1].Answer ? 1 : 0;
                pair += await few.Ask(FactKit.Prompt(document, chain.Questions[0].Text)) == chain.Questions[0].Answer ? 1 : 0;
                (await all.Ask(FactKit.Prompt(document, chain.Questions[0].Text))).Should().Be(chain.Questions[0].Answer);
            }
        }

        single.Should().BeGreaterThan(asked * 8 / 10);
        pair.Should().BeLessThan(asked / 4);
    }
}
