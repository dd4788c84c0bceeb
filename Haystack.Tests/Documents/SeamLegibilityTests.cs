using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Corpora.Cutting;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Languages;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>Texts of every kind whose lines do not end: each with facts that can still be told from it.</summary>
public sealed class SeamLegibilityTests
{
    public static TheoryData<string, string, string> Kinds { get; } = new()
    {
        { "Markdown lines that end in a letter or digit", "md", "- set the value of port {0}\n- restart node {1} and look at log {2}\n\n## Step {0} of {1}\n\nSee the table for release {2}\n\n" },
        { "code", "md", "Section {0} says how it is done.\n\n```python\ndef area_{0}(width, height):\n    # It returns the product.\n    return width * height + {1}\n```\n\n" },
        { "prose", "txt", "It was the year {0} of the long war. Nobody in the valley had counted {1} winters, and only {2} had come back.\n\n" },
        { "Chinese lines without a full stop", "md", "- 更新 PostgreSQL {0} 的设置\n- 重启第{1}号服务器并查看日志\n\n第{2}章 安装以前要知道的事\n\n" },
        { "Chinese prose", "txt", "第{0}年的秋天，村里来了一个人。他数了数，说一共有{1}棵树，还差{2}棵。\n\n" },
        { "Japanese", "md", "- 第{0}章では設定の方法を説明する\n- {1}番のサーバーを再起動します。\n\n東京の大通りで{2}人が待っていた。彼らは「もう遅い」と言った\n\n" },
        { "Korean", "txt", "제{0}장에서는 설정 방법을 설명한다. 서버 {1}대를 다시 시작했다\n\n그날 {2}명이 기다렸다.\n\n" },
        { "Thai", "txt", "ในปี {0} มีคนเดินทางมาที่หมู่บ้าน\n\nเขานับต้นไม้ได้ {1} ต้น และรอเพื่อนอีก {2} คน\n\n" },
        { "Arabic", "txt", "في عام {0} جاء رجل إلى القرية؟ كان معه {1} جملا\n\nوقال إن العدد {2} كان كافيا۔\n\n" },
        { "Devanagari", "txt", "वर्ष {0} में गाँव में एक आदमी आया। उसने {1} पेड़ गिने।\n\nवहाँ {2} लोग थे\n\n" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fact_stands_after_text_that_ends_or_opens_a_paragraph_in_every_kind_of_text(string kind, string form, string pattern)
    {
        kind.Should().NotBeEmpty();
        foreach (var language in Language.Codes)
        {
            var corpus = SentenceCutter.Cut(kind, language, Repeat(pattern, 700), markdown: form == "md");
            foreach (var tokenizer in (ModelTokenizer[])[TokenizerSpec.Load("tiktoken:o200k_base"), TokenizerKinds.Small("Ollama llama")])
                Check(corpus, tokenizer);
        }
    }

    [Theory]
    [InlineData("It rained.", true)]
    [InlineData("“It rained!”", true)]
    [InlineData("今天下雨。」", true)]
    [InlineData("वहाँ लोग थे।", true)]
    [InlineData("كم الساعة؟", true)]
    [InlineData("Release 2", false)]
    [InlineData("See below:", false)]
    [InlineData("第一章", false)]
    [InlineData("ในปี", false)]
    [InlineData("(see above)", false)]
    public void Text_ends_where_a_mark_says_so(string text, bool ends) => LegibleEnds.After(text).Should().Be(ends);

    [Fact]
    public void A_text_that_misleads_the_oracle_is_refused_with_the_place()
    {
        var corpus = SentenceCutter.Cut("mine", "en", Repeat("It rained for {0} days. The river rose by {1} feet, and {2} barns were lost.\n\n", 700));
        OracleProof.Of(corpus).Should().BeNull();

        var document = Documents(corpus, TokenizerSpec.Load("tiktoken:o200k_base")).First();
        var prompt = document.Prompts[0];
        var glued = prompt.Prompt with { Head = prompt.Prompt.Head.Replace("Question", "Query", StringComparison.Ordinal), Tail = " \n\nNothing is asked." };
        FluentActions.Invoking(() => OracleProof.Read(document.Document, [glued], "mine")).Should().Throw<HaystackException>()
            .WithMessage("corpus 'mine': facts cannot be told from this text*the oracle misread*");
    }

    private static void Check(Corpus corpus, ModelTokenizer tokenizer)
    {
        foreach (var (document, prompts) in Documents(corpus, tokenizer))
        {
            OracleProof.Read(document, prompts.Select(p => p.Prompt), corpus.Name);
            ExactnessCheck.Verify(document, prompts[0].Prompt, tokenizer);
            foreach (var fact in document.Facts)
            {
                var before = document.Text.AsSpan(0, fact.CharStart);
                (LegibleEnds.After(before) || before.EndsWith("\n\n", StringComparison.Ordinal) || before.EndsWith(".\n", StringComparison.Ordinal) || before.EndsWith("。\n", StringComparison.Ordinal))
                    .Should().BeTrue($"{before[^Math.Min(40, before.Length)..]}|{fact.Text} is legible");
            }
        }
    }

    private static IEnumerable<(Document Document, IReadOnlyList<(Prompt Prompt, int Index)> Prompts)> Documents(Corpus corpus, ModelTokenizer tokenizer)
    {
        var library = FactLibrary.Load();
        var filler = new Filler(CountedCorpus.Count(corpus, tokenizer, new HaystackCache(null)));
        var builder = new DocumentBuilder(filler, library.For(corpus, out _), PromptText.For(corpus.Language), [QuestionPlacement.After], 0);
        foreach (var (family, index) in library.All.Where(f => f.Language.Code == corpus.Language).Select((f, i) => (f, i)))
        {
            var planner = new DocumentPlanner(
                new SweepOptions { ChainsPerDocument = 3 }, corpus.Sha256, family.Name, corpus.Language, 6 * 1024, [0, 2 * builder.LeastStretch],
                index % 2 == 0 ? Arrangement.Spread : Arrangement.Gathered);
            var document = builder.Build(planner.Plan(index));
            yield return (document, [.. builder.Prompts(document, SweepDefaults.Arms).Select((p, i) => (p, i))]);
        }
    }

    internal static string Repeat(string pattern, int times)
    {
        var text = new StringBuilder();
        var random = new Seed(5).Stream();
        var words = (string[])["red", "long and narrow", "very old", "new", "quite unlikely by now", "cold", "half-forgotten"];
        for (var i = 0; i < times; i++)
        {
            string Word() => $"{i * 3 + random.Next(90)}{(random.Next(3) == 0 ? " " + random.Pick(words) : "")}";
            text.Append(pattern.Replace("{0}", Word(), StringComparison.Ordinal).Replace("{1}", Word(), StringComparison.Ordinal).Replace("{2}", Word(), StringComparison.Ordinal));
        }

        return text.ToString();
    }
}
