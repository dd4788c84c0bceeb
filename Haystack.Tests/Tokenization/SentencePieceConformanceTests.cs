using System.Globalization;
using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

[Trait("Category", "Live")]
public sealed class SentencePieceConformanceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ids_equal_those_of_spm_encode_on_a_model_trained_here(bool dummyPrefix)
    {
        Assert.SkipUnless(ExternalTool.IsThere("spm_train") && ExternalTool.IsThere("spm_encode"), "run .ci/install-conformance first: needs Debian's sentencepiece");
        var cancel = TestContext.Current.CancellationToken;
        var directory = Directory.CreateTempSubdirectory("haystack-spm-");
        try
        {
            var corpus = Path.Combine(directory.FullName, "corpus.txt");
            var prefix = Path.Combine(directory.FullName, "model");
            await File.WriteAllLinesAsync(corpus, TrainingLines(), cancel);
            await ExternalTool.RunAsync("spm_train",
            [
                $"--input={corpus}", $"--model_prefix={prefix}", "--model_type=bpe", "--vocab_size=1500", "--byte_fallback=true",
                "--normalization_rule_name=identity", "--remove_extra_whitespaces=false", "--split_digits=true",
                "--allow_whitespace_only_pieces=true", $"--add_dummy_prefix={(dummyPrefix ? "true" : "false")}", "--minloglevel=2",
                "--hard_vocab_limit=false", "--character_coverage=0.999",
            ], "", cancel);
            var file = await File.ReadAllBytesAsync($"{prefix}.model", cancel);

            // spm_encode reads lines, so a text is one; half a surrogate pair has no UTF-8; control tokens are another matter.
            string[] texts =
            [
                .. SampleTexts.All.Values.Concat(RandomText.Any.Array[800].Single())
                    .SelectMany(t => t.Split('\n', '\r', '\u0085', '\u2028')).Where(t => t.Length > 0 && !t.Contains('\0', StringComparison.Ordinal) && IsUnicode(t)),
            ];
            var answer = await ExternalTool.RunAsync("spm_encode", [$"--model={prefix}.model", "--output_format=id"], string.Join('\n', texts) + "\n", cancel);
            var lines = answer.TrimEnd('\n').Split('\n');
            lines.Should().HaveCount(texts.Length);
            var tokenizer = VocabularyTokenizer.Create(SentencePieceModelFile.Read(file));
            for (var i = 0; i < texts.Length; i++)
            {
                var reference = lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));
                tokenizer.Ids((dummyPrefix ? " " : "") + texts[i]).Should().Equal(reference, "of '{0}'", texts[i]);
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static bool IsUnicode(string text) => !text.Any(char.IsSurrogate) || CodePointShadow.WithoutLoneSurrogates(text).SequenceEqual(text);

    private static IEnumerable<string> TrainingLines()
    {
        var words = "the harbour master kept a log of every crate that came in by rail or by sea and nobody had asked him why it rained so 1871 2,350 lb café".Split(' ');
        var clauses = "港口 管理员 的 日志 里 写 道 十四 个 木箱 共 他 说 明天 会 下雨 吗 不会 于是 大家 都 散 了 ， 。".Split(' ');
        var stream = new Seed(5).Stream();
        for (var i = 0; i < 1_500; i++)
        {
            // Runs of one letter make tokens whose merges tie: the leftmost must win.
            if (i % 50 == 0)
                yield return $"{new string('=', 2 + stream.Next(40))} {new string('a', 2 + stream.Next(30))}b {new string('z', 9)}";
            var english = i % 3 != 0;
            yield return string.Join(english ? " " : "", Enumerable.Range(0, 12).Select(_ => Inflect(stream.Pick(english ? words : clauses), stream, english))) + (english ? "." : "。");
        }
    }

    private static string Inflect(string word, RandomStream stream, bool english) =>
        english && stream.Next(3) == 0 ? word + stream.Pick(["s", "ing", "ed", "er", "ly", "  ", ","]) : word;
}
