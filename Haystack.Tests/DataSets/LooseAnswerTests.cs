using System.Text;
using FluentAssertions;
using Haystack.DataSets;
using Haystack.Inference;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.DataSets;

/// <summary>Answers in shapes of which no service's form is known: read where one thing only can be meant, else refused.</summary>
public sealed class LooseAnswerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // The field's name, in the ways in which people write names.
    [InlineData("""{"id":"a","answer":5}""", "5")]
    [InlineData("""{"id":"a","answer":1204.50}""", "1204.50")]
    [InlineData("""{"id":"a","text":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","prediction":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","generated_text":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","modelOutput":"Answer: Vel","output_tokens":7,"expected_output":"no","response_time":0.3}""", "Answer: Vel")]
    [InlineData("""{"id":"a","LLM response":"Answer: Vel"}""", "Answer: Vel")]
    // Beside it: the same text again, nothing, the right answer, the question.
    [InlineData("""{"id":"a","output":"Answer: Vel","raw_output":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","output":null,"completion":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","answer":"gold","prediction":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","text":"the question","generation":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","messages":[{"role":"user","content":"…"},{"role":"assistant","content":"Answer: Vel"}]}""", "Answer: Vel")]
    [InlineData("""{"id":"a","text":"the question","content":"the document","response":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","generated":true,"text":"Answer: Vel"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","output":"It\u2019s Vel","raw_output":"It’s Vel"}""", "It’s Vel")]
    // Objects and lists with it in them.
    [InlineData("""{"id":"a","response":{"content":"Answer: Vel","role":"assistant"}}""", "Answer: Vel")]
    [InlineData("""{"id":"a","output":[{"generated_text":"Answer: Vel"}]}""", "Answer: Vel")]
    [InlineData("""{"id":"a","outputs":[{"index":0,"text":"Answer: Vel","finish_reason":"stop"}],"prompt":"…"}""", "Answer: Vel")]
    [InlineData("""{"id":"a","generations":[[{"text":"Answer: Vel"}]]}""", "Answer: Vel")]
    [InlineData("""{"id":"a","response":{"message":{"role":"assistant","content":[{"type":"text","text":"Answer: Vel"}]},"finish_reason":"COMPLETE"}}""", "Answer: Vel")]
    [InlineData("""{"recordId":"a","modelInput":{"messages":[]},"modelOutput":{"output":{"message":{"role":"assistant","content":[{"text":"Answer: Vel"}]}},"stopReason":"end_turn"}}""", "Answer: Vel")]
    [InlineData("""{"id":"a","choices":[{"message":{"content":"Answer: Vel"},"finish_reason":"stop"}]}""", "Answer: Vel")]
    [InlineData("""{"custom_id":"a","response":"Answer: Vel"}""", "Answer: Vel")]
    // No fault is told.
    [InlineData("""{"id":"a","response":"Answer: Vel","error":""}""", "Answer: Vel")]
    [InlineData("""{"id":"a","response":"Answer: Vel","error":{},"status":"completed","success":true}""", "Answer: Vel")]
    public void What_can_only_be_the_reply_is_read(string line, string content)
    {
        var answer = Read(line)["a"];
        answer.Content.Should().Be(content);
        answer.Stop.Should().Be(StopCause.Finished);
    }

    [Theory]
    [InlineData("""{"id":"a","output":"Answer: Vel","prediction":"Answer: Tor"}""", "its output and its prediction differ")]
    [InlineData("""{"id":"a","text":"Answer: Vel","content":"Answer: Tor"}""", "its text and its content differ")]
    [InlineData("""{"id":"a","responses":["Answer: Vel","Answer: Tor"]}""", "a list of several")]
    [InlineData("""{"id":"a","outputs":[{"text":"Answer: Vel"},{"text":"Answer: Tor"}]}""", "a list of several")]
    [InlineData("""{"id":"a","messages":[{"role":"user","content":"…"}],"text":"Answer: Vel"}""", "the data set itself")]
    [InlineData("""{"id":"a","messages":[{"role":"user","content":"…"}],"choices":[],"answer":"gold"}""", "the data set itself")]
    [InlineData("""{"id":"a","prediction":0.93,"text":"Answer: Vel"}""", "either may be the reply")]
    [InlineData("""{"id":"a","message":"rate limit exceeded"}""", "it is no answer")]
    [InlineData("""{"id":"a","gold_answer":"Vel","output_tokens":5}""", "it is no answer")]
    [InlineData("""{"id":"a","response":"I th","finish_reason":"stop","details":{"finish_reason":"length"}}""", "ended with")]
    public void What_could_be_two_things_is_refused(string line, string words) =>
        FluentActions.Invoking(() => Read(line)).Should().Throw<HaystackException>().Which.Message.Should().Contain("line 1").And.Contain(words).And.NotContain("\n");

    [Theory]
    [InlineData("""{"id":"a","text":"I th","meta_info":{"finish_reason":{"type":"length","length":64}}}""", "OutputCap")]
    [InlineData("""{"id":"a","generated_text":"I th","details":{"finish_reason":"length"}}""", "OutputCap")]
    [InlineData("""{"id":"a","content":"I th","stop":true,"stop_type":"limit"}""", "OutputCap")]
    [InlineData("""{"id":"a","response":"I th","stop_reason":"max_new_tokens"}""", "OutputCap")]
    [InlineData("""{"id":"a","response":"I th","status":"incomplete"}""", "OutputCap")]
    [InlineData("""{"id":"a","response":"I th","finish_reason":"time_limit"}""", "TimeCap")]
    [InlineData("""{"id":"a","response":"","success":false}""", "Fault")]
    [InlineData("""{"id":"a","response":"","error":"slow down"}""", "Fault")]
    [InlineData("""{"id":"a","status":"error","output":""}""", "Fault")]
    [InlineData("""{"key":"a","error":{"code":429,"message":"slow down"}}""", "Fault")]
    [InlineData("""{"id":"a","prediction":NaN}""", "Fault")]
    [InlineData("""{"id":"a","response":[]}""", "Fault")]
    [InlineData("""{"id":"a","response":"No.","finish_reason":"CONTENT_FILTERED"}""", "Fault")]
    public void Why_it_ended_is_found_wherever_it_stands(string line, string stop) => Read(line)["a"].Stop.ToString().Should().Be(stop);

    [Theory]
    [InlineData("""{"results":[{"id":"a","output":"x"},{"id":"b","output":"y"}],"model":"m"}""")]
    [InlineData("{\n  \"id\": \"a\",\n  \"output\": \"x\"\n}\n{\n  \"id\": \"b\",\n  \"output\": \"y\",\n  \"score\": NaN\n}\n")]
    [InlineData("""{"a":"x","b":"y"}""")]
    [InlineData("{\"a\":\"x\"}\n{\"b\":{\"text\":\"y\"}}")]
    [InlineData("""{"query":"a","row":"1","output":"x"}""" + "\n" + """{"query":"b","row":"2","output":"y"}""")]
    [InlineData("\uFEFF{\"id\":\"a\",\"output\":\"x\"}\n\uFEFF{\"id\":\"b\",\"output\":\"y\"}")]
    [InlineData("""[{"metadata":{"question":"a"},"output":"x"},{"metadata":{"question":"b"},"output":"y"}]""")]
    public void Answers_are_found_by_the_questions_ids_however_the_file_is_laid_out(string text)
    {
        File.WriteAllText(_folder["answers.json"], text);
        var answers = AnswerFile.Read([_folder["answers.json"]], id => id is "a" or "b").Answers;
        (answers["a"].Content, answers["b"].Content).Should().Be(("x", "y"));
    }

    [Fact]
    public void Two_lists_and_two_ids_are_refused()
    {
        foreach (var text in (string[])["""{"first":[{"id":"a","output":"x"}],"second":[{"id":"a","output":"y"}]}""", """{"id":"a","other":"b","output":"x"}"""])
        {
            File.WriteAllText(_folder["answers.json"], text);
            FluentActions.Invoking(() => AnswerFile.Read([_folder["answers.json"]], id => id is "a" or "b")).Should().Throw<HaystackException>();
        }
    }

    [Fact]
    public void Another_encodings_text_is_refused_and_a_character_that_was_cut_is_not()
    {
        foreach (var (name, reply) in ((string, string)[])[("GB18030", "答案：大雨桥"), ("windows-1252", "It’s Zoë")])
        {
            File.WriteAllBytes(_folder["answers.jsonl"], CodePagesEncodingProvider.Instance.GetEncoding(name)!.GetBytes($$"""{"id":"a","response":"{{reply}}"}"""));
            FluentActions.Invoking(() => AnswerFile.Read(_folder["answers.jsonl"])).Should().Throw<HaystackException>().WithMessage("*no UTF-8*iconv*", name);
        }

        File.WriteAllBytes(_folder["answers.jsonl"], [.. "{\"id\":\"a\",\"response\":\"大"u8, 0xE9, 0x9B, .. "\"}\n{\"id\":\"b\",\"response\":\""u8, 0xED, 0xA0, 0xBD, .. " x\"}"u8]);
        var answers = AnswerFile.Read(_folder["answers.jsonl"]);
        (answers["a"].Content, answers["b"].Content).Should().Be(("大\uFFFD", "\uFFFD x"));
    }

    [Fact]
    public void Packed_files_are_refused_with_what_unpacks_them()
    {
        foreach (var (head, words) in ((byte[], string)[])[([0x1F, 0x8B, 8, 0], "*gunzip*"), ([0x28, 0xB5, 0x2F, 0xFD, 0], "*zstd -d*"), ([.. "PAR1"u8, 0x15, 4], "*Parquet*")])
        {
            File.WriteAllBytes(_folder["answers.jsonl"], head);
            FluentActions.Invoking(() => AnswerFile.Read(_folder["answers.jsonl"])).Should().Throw<HaystackException>().WithMessage(words);
        }
    }

    private IReadOnlyDictionary<string, GivenAnswer> Read(string text)
    {
        File.WriteAllText(_folder["answers.jsonl"], text);
        return AnswerFile.Read(_folder["answers.jsonl"]);
    }
}
