using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Haystack.Cli.Rendering;
using Haystack.DataSets;
using Haystack.DataSets.Intake;
using Haystack.Inference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.DataSets;

/// <summary>Answers as other programs write them: read as what they are, or refused; never scored as empty.</summary>
public sealed class IntakeTests : IDisposable
{
    /// <summary>A log in a ZIP archive by method 93, as inspect_ai packs its logs; the stream was made by zstd.</summary>
    internal const string PackedByZstandard = "UEsDBD8AAABdAAAAIQCS2j7hZQAAAGYAAAAWAAAAc2FtcGxlcy9hX2Vwb2NoXzEuanNvbii1L/0EWMUCAMJFExmAqekTKbvb6WUcDKpsCixJLKArkJIhMVUBaxXWNjo0RQzpEi/rRAcAQ7pAJNhO1ERXhEGsYkWwsec446zsTFImdwnYxrnUy2b7cKwCAgCNKU/0mlC8jTMLUEsBAj8APwAAAF0AAAAhAJLaPuFlAAAAZgAAABYAAAAAAAAAAAAAAAAAAAAAAHNhbXBsZXMvYV9lcG9jaF8xLmpzb25QSwUGAAAAAAEAAQBEAAAAmQAAAAAA";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // Chat completions: a list of parts, Mistral's thinking, vLLM's reasoning, a text completion.
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":[{"type":"text","text":"Answer: "},{"type":"text","text":"Vel"}]},"finish_reason":"stop"}]}}}""", "Answer: Vel", "")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"Answer: Vel"}]},"finish_reason":"stop"}]}},"error":null}""", "Answer: Vel", "hm")]
    [InlineData("""{"custom_id":"a","response":{"body":{"choices":[{"message":{"content":"Answer: Vel","reasoning":"hm"}}]}}}""", "Answer: Vel", "hm")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"text":"Answer: Vel","finish_reason":"stop"}]}}}""", "Answer: Vel", "")]
    // /v1/responses, Anthropic, Gemini, Ollama.
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"object":"response","status":"completed","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Answer: Vel"}]}]}}}""", "Answer: Vel", "hm")]
    [InlineData("""{"custom_id":"a","result":{"type":"succeeded","message":{"type":"message","role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"x"},{"type":"text","text":"Answer: Vel"}],"stop_reason":"end_turn"}}}""", "Answer: Vel", "hm")]
    [InlineData("""{"key":"a","response":{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"Answer: Vel"}]},"finishReason":"STOP"}]}}""", "Answer: Vel", "hm")]
    [InlineData("""{"id":"a","response":{"message":{"role":"assistant","content":"Answer: Vel","thinking":"hm"},"done":true,"done_reason":"stop"}}""", "Answer: Vel", "hm")]
    // Our own lines, with a body or parts for a reply, and on the data set's own line.
    [InlineData("""{"id":"a","answer":"Answer: Vel","reasoning_content":"hm"}""", "Answer: Vel", "hm")]
    [InlineData("""{"id":"a","response":{"choices":[{"message":{"content":"Answer: Vel"}}]}}""", "Answer: Vel", "")]
    [InlineData("""{"id":"a","messages":[{"role":"user","content":"…"}],"answer":"gold","response":"Answer: Vel"}""", "Answer: Vel", "")]
    // Half of a surrogate pair, and what is no number.
    [InlineData("""{"id":"a","score":NaN,"loss":-Infinity,"answer":"Answer: Vel","note":"\ud83d","emoji":"\ud83d\ude00 NaN"}""", "Answer: Vel", "")]
    public void A_reply_is_found_in_every_shape(string line, string content, string thinking)
    {
        var answer = Read(line)["a"];
        answer.Content.Should().Be(content);
        answer.Thinking.Should().Be(thinking);
        answer.Stop.Should().Be(StopCause.Finished);
    }

    [Theory]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":null,"refusal":"I will not."},"finish_reason":"stop"}]}}}""", true, "I will not.")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}}}""", true, "content_filter")]
    [InlineData("""{"custom_id":"a","result":{"type":"succeeded","message":{"type":"message","content":[],"stop_reason":"refusal"}}}""", true, "refusal")]
    [InlineData("""{"custom_id":"a","result":{"type":"errored","error":{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}}}""", false, "Overloaded")]
    [InlineData("""{"custom_id":"a","result":{"type":"expired"}}""", false, "expired")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"object":"response","status":"failed","output":[],"error":{"message":"broke"}}}}""", false, "broke")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1"}]},"finish_reason":"tool_calls"}]}}}""", false, "calls a tool")]
    [InlineData("""{"id":"a","answer":null}""", false, "no reply")]
    [InlineData("""{"id":"a","error":"timeout"}""", false, "timeout")]
    public void What_was_refused_or_failed_is_no_wrong_answer(string line, bool isRefused, string words)
    {
        var answer = Read(line)["a"];
        answer.Stop.Should().Be(StopCause.Fault);
        answer.IsRefused.Should().Be(isRefused);
        answer.Fault.Should().Contain(words);
    }

    [Theory]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"I th"}]}]}}}""")]
    [InlineData("""{"custom_id":"a","result":{"type":"succeeded","message":{"type":"message","content":[{"type":"text","text":"I th"}],"stop_reason":"max_tokens"}}}""")]
    [InlineData("""{"id":"a","answer":"I th","finish_reason":"length"}""")]
    public void A_reply_that_was_cut_is_known_to_be(string line) => Read(line)["a"].Stop.Should().Be(StopCause.OutputCap);

    [Theory]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"result":"Answer: Vel"}}}""", "a shape that is not known")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":[{"type":"hologram","data":"x"}]}}]}}}""", "a part of type 'hologram'")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"role":"assistant"}}]}}}""", "a message without content")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"delta":{"content":"x"}}]}}}""", "neither message nor text")]
    [InlineData("""{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":"x"}},{"message":{"content":"y"}}]}}}""", "several choices")]
    [InlineData("""{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"messages":[]}}""", "a request of a batch")]
    [InlineData("""{"id":"a","messages":[{"role":"user","content":"…"}],"answer":"gold","accepted":["gold"]}""", "the data set itself")]
    [InlineData("""{"id":"a","input":[{"role":"user","content":"…"}],"target":["gold"],"metadata":{}}""", "the data set itself")]
    [InlineData("""{"id":"a","answer":true}""", "it is no answer")]
    [InlineData("""{"doc":{"id":"a"},"resps":[[[-1.5,false]]]}""", "no text")]
    [InlineData("7", "is no answer")]
    public void A_shape_that_is_not_known_is_refused(string line, string words)
    {
        var read = () => Read(line);
        read.Should().Throw<HaystackException>().Which.Message.Should().Contain("answers.jsonl: line 1").And.Contain(words).And.NotContain("\n");
    }

    [Fact]
    public void Cached_tokens_that_are_told_apart_belong_to_the_prompt()
    {
        Read("""{"custom_id":"a","result":{"type":"succeeded","message":{"type":"message","content":"x","usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":300,"output_tokens":3}}}}""")["a"].PromptTokens.Should().Be(330);
        Read("""{"eval":{},"samples":[{"id":"a","epoch":1,"output":{"choices":[{"message":{"content":"x"},"stop_reason":"stop"}],"usage":{"input_tokens":10,"input_tokens_cache_read":300,"output_tokens":3}}}]}""")["a"].PromptTokens.Should().Be(310);
    }

    [Fact]
    public void Lm_evals_filters_write_a_line_again_and_lines_of_null_are_passed_over()
    {
        Read("""
            {"doc":{"id":"a"},"resps":[["x"]],"filter":"answer-line","filtered_resps":["x"]}
            null
            {"doc":{"id":"a"},"resps":[["x"]],"filter":"none","filtered_resps":["x"]}
            {"doc":{"id":"b"},"resps":[["y"]],"filter":"none"}
            """).Should().HaveCount(2);
        AnswerFile.Read([_folder["answers.jsonl"]], null).PassedOver.Should().Be(1);
    }

    [Fact]
    public void Files_with_marks_in_utf_16_and_as_one_list_are_read()
    {
        const string Lines = "{\"id\":\"a\",\"answer\":\"Très\"}\r\n{\"id\":\"b\",\"answer\":\"答案：大雨桥\"}\r\n";
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            File.WriteAllBytes(_folder["answers.jsonl"], [.. encoding.GetPreamble(), .. encoding.GetBytes(Lines)]);
            AnswerFile.Read(_folder["answers.jsonl"])["b"].Content.Should().Be("答案：大雨桥");
            File.WriteAllBytes(_folder["answers.jsonl"], encoding.GetBytes(Lines));
            AnswerFile.Read(_folder["answers.jsonl"])["a"].Content.Should().Be("Très");
        }

        Read("[\n  {\"id\": \"a\", \"answer\": \"x\"},\n  {\"id\": \"b\", \"answer\": \"y\"}\n]").Should().HaveCount(2);
    }

    [Fact]
    public void A_packed_log_of_inspect_is_read_directly()
    {
        using (var archive = ZipFile.Open(_folder["log.eval"], ZipArchiveMode.Create))
        {
            void Entry(string name, string text)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }

            Entry("header.json", "{\"version\":2,\"eval\":{}}");
            Entry("samples/a_epoch_1.json", """{"id":"a","epoch":1,"score":NaN,"output":{"choices":[{"message":{"content":"Answer: Vel"},"stop_reason":"stop"}]}}""");
            Entry("samples/b_epoch_1.json", """{"id":"b","epoch":1,"limit":{"type":"token","limit":100},"output":{"choices":[{"message":{"content":"I th"},"stop_reason":"stop"}]}}""");
            Entry("samples/c_epoch_1.json", """{"id":"c","epoch":1,"output":{"choices":[{"message":{"content":"No."},"stop_reason":"content_filter"}]}}""");
            Entry("samples/d_epoch_1.json", """{"id":"d","epoch":1,"limit":{"type":"time","limit":100},"output":{"choices":[]}}""");
        }

        var answers = AnswerFile.Read(_folder["log.eval"]);
        answers["a"].Content.Should().Be("Answer: Vel");
        answers["b"].Stop.Should().Be(StopCause.OutputCap);
        answers["c"].IsRefused.Should().BeTrue();
        answers["d"].Stop.Should().Be(StopCause.Fault);

        File.WriteAllBytes(_folder["cut.eval"], File.ReadAllBytes(_folder["log.eval"])[..300]);
        FluentActions.Invoking(() => AnswerFile.Read(_folder["cut.eval"])).Should().Throw<HaystackException>().Which.Message.Should().NotContain("\n");
    }

    [Fact]
    public void A_log_packed_by_Zstandard_is_read_as_well()
    {
        File.WriteAllBytes(_folder["log.eval"], Convert.FromBase64String(PackedByZstandard));
        AnswerFile.Read(_folder["log.eval"])["a"].Content.Should().Be("Answer: Vel");
    }

    [Fact]
    public void What_failed_in_one_file_may_have_come_in_another_and_two_replies_are_refused()
    {
        File.WriteAllText(_folder["1.jsonl"], "{\"id\":\"a\",\"answer\":\"x\"}\n{\"id\":\"b\",\"error\":\"slow down\"}\n");
        File.WriteAllText(_folder["2.jsonl"], "{\"id\":\"b\",\"answer\":\"y\"}\n");
        AnswerFile.Read([_folder["1.jsonl"], _folder["2.jsonl"]], null).Answers["b"].Content.Should().Be("y");
        AnswerFile.Read([_folder["2.jsonl"], _folder["1.jsonl"]], null).Answers["b"].Content.Should().Be("y");
        File.WriteAllText(_folder["3.jsonl"], "{\"id\":\"a\",\"answer\":\"z\"}\n");
        FluentActions.Invoking(() => AnswerFile.Read([_folder["1.jsonl"], _folder["3.jsonl"]], null)).Should().Throw<HaystackException>().WithMessage("*3.jsonl answers a twice*");
    }

    [Fact]
    public void The_table_tells_each_fate()
    {
        var tally = new IntakeTally();
        foreach (var answer in (GivenAnswer?[])[new("x"), new("x"), new(" "), new("x", "", StopCause.OutputCap), GivenAnswer.Refusal("no"), GivenAnswer.Failed("slow down"), GivenAnswer.Failed("slow down"), null])
            tally.Add(answer);
        var sum = tally.Sum(new AnswerSet());
        (sum.Questions, sum.Read, sum.Cut, sum.Empty, sum.Refused, sum.Failed, sum.Missing, sum.Answered).Should().Be((8, 2, 1, 1, 1, 2, 1, 4));
        IntakeTable.For(sum).Should().Contain("4 of 8 questions answered").And.Contain("2  slow down").And.Contain("refused").And.Contain("missing");
    }

    private IReadOnlyDictionary<string, GivenAnswer> Read(string text)
    {
        File.WriteAllText(_folder["answers.jsonl"], text);
        return AnswerFile.Read(_folder["answers.jsonl"]);
    }
}
