using System.IO.Compression;
using System.Text;
using Haystack.Cli.Settings;
using Haystack.Corpora;
using Haystack.Corpora.Cutting;
using Haystack.DataSets;
using Haystack.Tests.Corpora;
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
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answers() => FileFuzz.Run(
        [
            .. Texts(
                """{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":[{"type":"text","text":"Answer: Vel"}],"reasoning":"hm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12}}},"error":null}""",
                """{"custom_id":"a","response":{"status_code":200,"body":{"object":"response","status":"incomplete","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},{"type":"message","content":[{"type":"output_text","text":"x"}]}]}}}""",
                """{"custom_id":"a","result":{"type":"succeeded","message":{"type":"message","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"x"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"cache_read_input_tokens":5}}}}""",
                """{"key":"a","response":{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"x"}]},"finishReason":"STOP"}]}}""",
                """{"doc":{"id":"a"},"resps":[["x"]],"filter":"none"}""" + "\nnull\n" + """{"id":"b","answer":"x \ud83d\ude00","thinking":"hm"}""",
                "[\n {\"id\": \"a\", \"answer\": \"x\"}\n]",
                """{"eval":{},"samples":[{"id":"a","epoch":1,"limit":{"type":"token"},"attachments":{"h":"x"},"output":{"choices":[{"message":{"content":"attachment://h"},"stop_reason":"stop"}],"usage":{"input_tokens":10}}}]}"""),
            .. Texts(
                """{"uid":"a","model_output":"x","details":{"finish_reason":{"type":"length"}},"success":true,"error":""}""" + "\n" + """{"uid":"b","outputs":[{"text":"y"}],"messages":[{"role":"assistant","content":"z"}]}""",
                """{"results":[{"metadata":{"question":"a"},"prediction":"x"},{"key":"b","answer":5}]}""",
                "{\n \"a\": \"x\"\n}\n{\n \"b\": {\"text\": \"y\"}\n}\n"),
            Encoding.Unicode.GetBytes("{\"id\":\"a\",\"answer\":\"x\"}\n"),
            Archive(), Convert.FromBase64String(IntakeTests.PackedByZstandard),
        ],
        ReadFile(path => AnswerFile.Read([path], id => id is "a" or "b")));

    [Fact]
    public async Task Data_sets()
    {
        await using var output = new MemoryStream();
        await SmallDataSet.Create().WriteAsync(new Haystack.DataSets.Formats.HaystackLine(), output, TestContext.Current.CancellationToken);
        // A long prompt hides the fields behind it from damage: it is taken out.
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(4)
            .Select(line => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(line, "\"content\":\"[^\"\\\\]*(\\\\.[^\"\\\\]*)*\"", "\"content\":\"x\"")));
        FileFuzz.Run([.. lines], bytes => QuestionLine.Parse(bytes, "set.jsonl: line 1"));
    }

    [Fact]
    public void Texts_in_every_encoding()
    {
        const string Text = "# A title\n\nIt’s the river’s fault, he said. “We’ll see.”\n\n- one\n- two 2\n\n```\nif x:\n```\n\n| a | b |\n| - | - |\n| c | d |\n\n那一年的秋天，村里来了一个人。\n";
        const string Book = "The Project Gutenberg eBook\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nIt began. It went on.\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\n\nLicence.\n";
        FileFuzz.Run(
            [
                .. Texts(Text, Book), Encoding.Unicode.GetBytes(Text), Encoding.BigEndianUnicode.GetBytes(Text), Encoding.UTF32.GetBytes(Text),
                Haystack.Corpora.Reading.TextEncodings.Named("GB18030").GetBytes(Text), [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Text)],
                .. Texts(EscapedTextTests.Decoded.Select(row => row.Data.Item2).ToArray()),
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
    public void Markdown() => FileFuzz.Run(
        Texts(
            "---\ntitle: x\n---\n# A title\n\nSome *words* and **more**, `code``s` and ``co`de``. <!-- no --> ![p](a.png \"t\") [l](b \"c\") [r][s] <https://x.y> <b>z</b> ~~old~~ _u_ &amp; &#x41; \\* \\`\n\n[s]: https://x.y\n",
            "Head\n====\n\n1. one\n   - two\n   - [x] three\n\n> > quoted\n> again\n\n| a | b |\n|:-:|--:|\n| `c` | **d** |\n\n```cs\nif (x) { y(); }\n```\n\n    code\n\n* * *\n\n他说：**“走吧。”** 天黑了！\n"),
        bytes =>
        {
            var builder = new CorpusBuilder("en");
            SentenceCutter.Cut(builder, Encoding.UTF8.GetString(bytes), markdown: true);
        },
        ["`", "``", "**", "__", "*", "_", "~~", "![", "](", ")", "[", "]", "<!--", "-->", "<", ">", "\n> ", "\n|-|\n", "|", "```", "\n- ", "\n1. ", "\n---\n", "\\", "&#", ";", "\uE000", "\uE0009\uE000", "\uD83D", "\r", "\u2028", "\n    "]);

    [Fact]
    public void Settings() => FileFuzz.Run(
        Texts(
            "model: builtin/oracle\ncontexts: [2k, 4k]\nfamilies:\n  - link\n  - sum\nseed: 7\ngate:\n  min-accuracy: 0.8\n  at-distance: 8k\n",
            "# mine\n\"max-ctx\": '32k'\ncorpus: >-\n  a.txt\narms: |-\n  pair\ntokenizer: hf:there\n",
            "{model: [a, b], gate: {min-accuracy: 1}, documents: 4}\n"),
        bytes =>
        {
            var settings = SettingsFile.Read(Encoding.UTF8.GetString(bytes), "haystack.yaml");
            settings.RequireKnown(["model", "contexts", "families", "seed", "max-ctx", "corpus", "arms", "tokenizer", "documents", "stem"]);
            settings.RequireKnown("gate", ["min-accuracy", "at-distance"]);
            settings.RequireHarmless("/nowhere");
            settings.Find("--model");
        },
        ["&a ", "*a", "!!", "!<x>", "? ", ": ", "- ", "[", "{", "}", "]", ",", "|", ">", "<<: ", "%YAML 1.2\n", "---\n", "...\n", "\"\\x", "\\u12", "'", "\t", "~", "null", "gate:", "\n  ", "#", "@", "`", "\u0085", "\uFEFF"]);

    [Fact]
    public void Tokenizer_files() => FileFuzz.Run(
        [
            Encoding.UTF8.GetBytes("""{"added_tokens":[{"id":7,"content":"<x>","special":false,"normalized":false}],"normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{L}+|\\s+|[^\\s\\p{L}]+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},"model":{"type":"BPE","vocab":{"a":0,"b":1,"Ġ":2,"ab":3,"Ġa":4},"merges":["a b",["Ġ","a"]]}}"""),
            Encoding.UTF8.GetBytes("""{"added_tokens":[],"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},"pre_tokenizer":null,"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}}]},"model":{"type":"BPE","byte_fallback":true,"vocab":{"▁":0,"a":1,"▁a":2BYTES},"merges":["▁ a"]}}""".Replace("BYTES", string.Concat(Enumerable.Range(0, 256).Select(b => $",\"<0x{b:X2}>\":{b + 3}")), StringComparison.Ordinal)),
        ],
        bytes => VocabularyCompiler.Compile(TokenizerJson.Read("hf:file", bytes)));

    [Fact]
    public void Gguf_headers()
    {
        var vocabulary = new TokenizerVocabulary { Source = "x", Kind = "gpt2", Pre = "qwen2", Tokens = ["a", "b", "Ġ", "ab"], Merges = ["a b"], TokenTypes = [1, 1, 1, 1], AddBos = false, AddSpacePrefix = false, BosId = 0 };
        FileFuzz.Run([GgufFile.Of(vocabulary)[..^4000], GgufFile.OfVocabulary(vocabulary)], bytes =>
        {
            using var stream = new MemoryStream(bytes);
            VocabularyCompiler.Compile(GgufVocabulary.Read("gguf:file", stream));
        });
    }

    [Fact]
    public void Answers_of_ollama() => FileFuzz.Run(
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
