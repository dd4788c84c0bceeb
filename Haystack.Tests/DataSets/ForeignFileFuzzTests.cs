using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Corpora.Cutting;
using Haystack.DataSets;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.DataSets;

/// <summary>
/// Every reader of files that others made, given 20,000 damaged ones each: it reads them or refuses them in one line, in
/// bounded time and memory; nothing else is ever thrown.
/// </summary>
[Trait("Category", "Slow")]
public sealed class ForeignFileFuzzTests : IDisposable
{
    private const int Mutations = 20_000;

    /// <summary>What one reading may allocate; the files are a few kilobytes long.</summary>
    private const long MostAllocated = 256L << 20;

    private static readonly string[] Inserts =
        ["{", "}", "[", "]", "\"", ",", ":", "null", "NaN", "-Infinity", "\\ud83d", "\\u0000", "1e999", "99999999999999999999", "\n", "\0", "\uFEFF", "content", "choices", "*** END OF THE PROJECT GUTENBERG EBOOK X ***\n", "```\n", "| - | - |\n", "“", "。"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answers() => Fuzz(
        [
            .. Texts(
                """{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":[{"type":"text","text":"Answer: Vel"}],"reasoning":"hm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12}}},"error":null}""",
                """{"custom_id":"a","response":{"status_code":200,"body":{"object":"response","status":"incomplete","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},{"type":"message","content":[{"type":"output_text","text":"x"}]}]}}}""",
                """{"custom_id":"a","result":{"type":"succeeded","message":{"type":"message","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"x"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"cache_read_input_tokens":5}}}}""",
                """{"key":"a","response":{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"x"}]},"finishReason":"STOP"}]}}""",
                """{"doc":{"id":"a"},"resps":[["x"]],"filter":"none"}""" + "\nnull\n" + """{"id":"b","answer":"x \ud83d\ude00","thinking":"hm"}""",
                "[\n {\"id\": \"a\", \"answer\": \"x\"}\n]",
                """{"eval":{},"samples":[{"id":"a","epoch":1,"limit":{"type":"token"},"attachments":{"h":"x"},"output":{"choices":[{"message":{"content":"attachment://h"},"stop_reason":"stop"}],"usage":{"input_tokens":10}}}]}"""),
            Encoding.Unicode.GetBytes("{\"id\":\"a\",\"answer\":\"x\"}\n"),
            Archive(),
        ],
        ReadFile(path => AnswerFile.Read(path)));

    [Fact]
    public async Task Data_sets()
    {
        await using var output = new MemoryStream();
        await SmallDataSet.Create().WriteAsync(new Haystack.DataSets.Formats.HaystackLine(), output, TestContext.Current.CancellationToken);
        // A long prompt hides the fields behind it from damage: it is taken out.
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(4)
            .Select(line => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(line, "\"content\":\"[^\"\\\\]*(\\\\.[^\"\\\\]*)*\"", "\"content\":\"x\"")));
        Fuzz([.. lines], bytes => QuestionLine.Parse(bytes, "set.jsonl: line 1"));
    }

    [Fact]
    public void Texts_in_every_encoding()
    {
        const string Text = "# A title\n\nIt’s the river’s fault, he said. “We’ll see.”\n\n- one\n- two 2\n\n```\nif x:\n```\n\n| a | b |\n| - | - |\n| c | d |\n\n那一年的秋天，村里来了一个人。\n";
        const string Book = "The Project Gutenberg eBook\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nIt began. It went on.\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\n\nLicence.\n";
        Fuzz(
            [
                .. Texts(Text, Book), Encoding.Unicode.GetBytes(Text), Encoding.BigEndianUnicode.GetBytes(Text), Encoding.UTF32.GetBytes(Text),
                Haystack.Corpora.Reading.TextEncodings.Named("GB18030").GetBytes(Text), [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Text)],
                CodePagesEncodingProvider.Instance.GetEncoding("windows-1252")!.GetBytes("L’été était très doux. Il faisait déjà nuit, à peine voyait-on.\n"),
            ],
            bytes =>
            {
                var (text, _, _) = TextDecoder.Decode(bytes, "text.txt");
                var kept = GutenbergText.Strip(text).Text;
                foreach (var markdown in (bool[])[true, false])
                {
                    var builder = new CorpusBuilder("en");
                    SentenceCutter.Cut(builder, kept, markdown);
                }
            });
    }

    [Fact]
    public void Tokenizer_files() => Fuzz(
        [
            Encoding.UTF8.GetBytes("""{"added_tokens":[{"id":7,"content":"<x>","special":false,"normalized":false}],"normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{L}+|\\s+|[^\\s\\p{L}]+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},"model":{"type":"BPE","vocab":{"a":0,"b":1,"Ġ":2,"ab":3,"Ġa":4},"merges":["a b",["Ġ","a"]]}}"""),
            Encoding.UTF8.GetBytes("""{"added_tokens":[],"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},"pre_tokenizer":null,"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}}]},"model":{"type":"BPE","byte_fallback":true,"vocab":{"▁":0,"a":1,"▁a":2BYTES},"merges":["▁ a"]}}""".Replace("BYTES", string.Concat(Enumerable.Range(0, 256).Select(b => $",\"<0x{b:X2}>\":{b + 3}")), StringComparison.Ordinal)),
        ],
        bytes => VocabularyCompiler.Compile(TokenizerJson.Read("hf:file", bytes)));

    [Fact]
    public void Gguf_headers()
    {
        var vocabulary = new TokenizerVocabulary { Source = "x", Kind = "gpt2", Pre = "qwen2", Tokens = ["a", "b", "Ġ", "ab"], Merges = ["a b"], TokenTypes = [1, 1, 1, 1], AddBos = false, AddSpacePrefix = false, BosId = 0 };
        Fuzz([GgufFile.Of(vocabulary)[..^4000], GgufFile.OfVocabulary(vocabulary)], bytes =>
        {
            using var stream = new MemoryStream(bytes);
            VocabularyCompiler.Compile(GgufVocabulary.Read("gguf:file", stream));
        });
    }

    [Fact]
    public void Answers_of_ollama() => Fuzz(
        Texts("""{"model_info":{"general.architecture":"qwen2","tokenizer.ggml.model":"gpt2","tokenizer.ggml.pre":"qwen2","tokenizer.ggml.tokens":["a","b","Ġ","ab"],"tokenizer.ggml.merges":["a b"],"tokenizer.ggml.token_type":[1,1,1,1],"tokenizer.ggml.add_bos_token":false}}"""),
        bytes =>
        {
            using var stream = new MemoryStream(bytes);
            VocabularyCompiler.Compile(OllamaVocabulary.From("ollama:x", stream));
        });

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private Action<byte[]> ReadFile(Action<string> read) => bytes =>
    {
        File.WriteAllBytes(_folder["fuzzed"], bytes);
        read(_folder["fuzzed"]);
    };

    private static void Fuzz(IReadOnlyList<byte[]> sound, Action<byte[]> read)
    {
        var stream = new Seed(16).Derive("fuzz").Stream();
        foreach (var bytes in sound)
            FluentActions.Invoking(() => read(bytes)).Should().NotThrow("what is not damaged is read: {0}", Shown(bytes));
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = Damaged(stream.Pick(sound), stream);
            var cost = new ReadingCost();
            try
            {
                read(bytes);
            }
            catch (HaystackException refusal)
            {
                refusal.Message.ReplaceLineEndings("\n").Should().NotContain("\n", Shown(bytes));
            }
            catch (Exception bug) when (bug is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {i} of {Shown(bytes)}: {bug}");
            }

            cost.ShouldBeBounded(Shown(bytes), MostAllocated);
        }
    }

    private static byte[] Damaged(byte[] sound, RandomStream stream)
    {
        var bytes = sound.ToList();
        for (var changes = 1 + stream.Next(4); changes > 0; changes--)
        {
            var at = stream.Next(bytes.Count + 1);
            var length = Math.Min(bytes.Count - at, 1 + stream.Next(24));
            switch (stream.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(stream.Pick(Inserts)));
                    break;
                case 3 when bytes.Count > 0:
                    bytes[Math.Min(at, bytes.Count - 1)] = (byte)stream.Next(256);
                    break;
                case 4 when bytes.Count > 0:
                    bytes[Math.Min(at, bytes.Count - 1)] ^= (byte)(1 << stream.Next(8));
                    break;
                default:
                    if (stream.Next(8) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Shown(byte[] bytes) => Convert.ToBase64String(bytes);

    private static byte[] Archive()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("samples/a_epoch_1.json").Open());
            writer.Write("""{"id":"a","epoch":1,"output":{"choices":[{"message":{"content":"Answer: Vel"},"stop_reason":"stop"}]}}""");
        }

        return file.ToArray();
    }
}
