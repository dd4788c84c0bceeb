using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>
/// Twelve kinds of text (language, encoding, form), written as files and read as a user's, under more than twenty
/// vocabularies: every document exact to the token and read by the oracle without a mistake, or refused for a reason.
/// </summary>
[Trait("Category", "Slow")]
public sealed class CorpusRoundTests
{
    private const string English = "It was the year {0} of the long war. Nobody in the valley had counted {1} winters, and only {2} had come back.\n\n";
    private const string French = "L’été {0} était très doux. Personne n’avait compté {1} hivers à la forêt, et {2} élèves étaient déjà là.\n\n";
    private const string List = "- set the value of port {0}\n- restart node {1} and look at log {2}\n\n## Step {0} of {1}\n\nSee the table for release {2}\n\n";
    private const string Code = "Section {0} says how it is done.\n\n```python\ndef area_{0}(width, height):\n    # It returns the product.\n    return width * height + {1}\n```\n\n";
    private const string Chinese = "第{0}年的秋天，村里来了一个人。他数了数，说一共有{1}棵树，还差{2}棵。\n\n";
    private const string ChineseList = "- 更新 PostgreSQL {0} 的设置\n- 重启第{1}号服务器并查看日志\n\n第{2}章 安装以前要知道的事\n\n";
    private const string Traditional = "第{0}年的秋天，村裡來了一個人。他數了數，說一共有{1}棵樹，還差{2}棵。\n\n";
    private const string Japanese = "第{0}章では設定の方法を説明する\n{1}番のサーバーを再起動します。\n\n東京の大通りで{2}人が待っていた。彼らは「もう遅い」と言った\n\n";
    private const string Korean = "제{0}장에서는 설정 방법을 설명한다. 서버 {1}대를 다시 시작했다\n\n그날 {2}명이 기다렸다.\n\n";
    private const string Russian = "В год {0} осенью в деревню пришёл человек. Он насчитал {1} деревьев, а не хватало {2}\n\n";
    private const string Thai = "ในปี {0} มีคนเดินทางมาที่หมู่บ้าน\n\nเขานับต้นไม้ได้ {1} ต้น และรอเพื่อนอีก {2} คน\n\n";
    private const string Hindi = "वर्ष {0} में गाँव में एक आदमी आया। उसने {1} पेड़ गिने।\n\nवहाँ {2} लोग थे\n\n";

    private static readonly string[] BytePairs =
        ["default", "llama-bpe", "qwen2", "deepseek-llm", "deepseek-v3", "gpt-4o", "gpt-2", "tekken", "command-r", "falcon", "starcoder", "smollm"];

    public static TheoryData<string, string, string, string> Corpora { get; } = new()
    {
        { "English prose", "text.txt", "utf-8", English }, { "French, Windows-1252", "text.txt", "windows-1252", French },
        { "Markdown, UTF-16", "text.md", "utf-16", List }, { "code", "text.md", "utf-8", Code },
        { "Chinese, GB18030", "text.txt", "GB18030", Chinese }, { "Chinese Markdown", "text.md", "utf-8", ChineseList },
        { "Chinese, Big5", "text.txt", "Big5", Traditional }, { "Japanese, Shift_JIS", "text.txt", "Shift_JIS", Japanese },
        { "Korean, EUC-KR", "text.txt", "ks_c_5601-1987", Korean }, { "Russian, KOI8-R", "text.txt", "koi8-r", Russian },
        { "Thai", "text.txt", "utf-8", Thai }, { "Hindi, UTF-32", "text.txt", "utf-32", Hindi },
    };

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Every_vocabulary_makes_exact_and_legible_documents_over_every_kind_of_text(string kind, string file, string encoding, string pattern)
    {
        using var folder = new TemporaryFolder();
        var writer = encoding.StartsWith("utf", StringComparison.Ordinal) ? Encoding.GetEncoding(encoding) : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!;
        var text = SeamLegibilityTests.Repeat(pattern, 500);
        File.WriteAllBytes(folder[file], [.. writer.GetPreamble(), .. writer.GetBytes(text)]);
        var language = kind.StartsWith("Chinese", StringComparison.Ordinal) ? "zh" : "en";
        var corpus = CorpusLoader.Load(kind, language, folder[file]);
        OracleProof.Of(corpus).Should().BeNull();
        var facts = FactLibrary.Load().For(corpus, out _);
        var families = FactLibrary.Load().FamiliesOf([language]);
        var (made, refused) = (0, 0);
        foreach (var (tokenizer, index) in Vocabularies().Select((v, i) => (v, i)))
        {
            var builder = new DocumentBuilder(
                new Filler(CountedCorpus.Count(corpus, tokenizer, new HaystackCache(null))), facts, PromptText.For(language), [QuestionPlacement.After], 0);
            var planner = new DocumentPlanner(
                new SweepOptions { ChainsPerDocument = 2, Seed = (ulong)index }, corpus.Sha256, families[index % families.Count], language, 8 * 1024, [0, 2 * builder.LeastStretch], Arrangement.Spread);
            Document document;
            try
            {
                document = builder.Build(planner.Plan(index));
            }
            catch (HaystackException refusal) when (refusal.Message.EndsWith("use a longer or more varied text", StringComparison.Ordinal))
            {
                // So few kinds of sentences have too few lengths in some vocabulary: that is said, and nothing is shrunk.
                refused++;
                continue;
            }

            Prompt[] prompts = [.. builder.Prompts(document, SweepDefaults.Arms)];
            OracleProof.Read(document, prompts, kind);
            ExactnessCheck.Verify(document, prompts[0], tokenizer);
            made++;
        }

        (made + refused).Should().BeGreaterThanOrEqualTo(20);
        refused.Should().BeLessThanOrEqualTo(8, "most vocabularies make documents of any text");
    }

    private static IEnumerable<ModelTokenizer> Vocabularies() =>
        TokenizerKinds.Names.Select(TokenizerKinds.Small)
            .Concat(BytePairs.Where(PreTokenizerCatalog.Names.Contains).Select(pre => VocabularyTokenizer.Create(DerivedVocabulary.Small with { Pre = pre })));
}
