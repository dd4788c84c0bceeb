using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using Haystack.DataSets;
using Haystack.DataSets.Formats;
using Haystack.Inference;
using Haystack.Scoring;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Parquet.Serialization;
using Xunit;
using YamlDotNet.Serialization;

namespace Haystack.Tests.DataSets;

/// <summary>Each format read back as its public description says, and compared with Haystack's own lines.</summary>
public sealed class FormatTests : IDisposable
{
    // Corpus and vocabulary are loaded once; the tests of a class run one after another.
    private static readonly DataSet Data = SmallDataSet.Create();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_samples_have_input_target_id_and_metadata_and_score_as_the_lines_they_were_made_from()
    {
        var own = await OwnAsync();
        await Data.WriteAsync(DataSetFormat.InspectAi, _folder["inspect.jsonl"], null, Stop);
        var samples = JsonLines.Read(_folder["inspect.jsonl"]);
        samples.Should().HaveSameCount(own);
        for (var i = 0; i < samples.Count; i++)
        {
            // inspect.aisi.org.uk/datasets.html: Sample(input: str | list[ChatMessage], target: str | list[str], id, metadata: dict).
            JsonLines.Names(samples[i]).Should().Equal("id", "input", "target", "metadata");
            JsonLines.Names(samples[i].GetProperty("input")[0]).Should().Equal("role", "content");
            var target = Texts(samples[i], "target");
            target.Should().NotBeEmpty();
            var parsed = QuestionLine.Parse(Bytes(samples[i]), "sample");
            parsed.Should().BeEquivalentTo(QuestionLine.Parse(Bytes(own[i]), "line"));
            foreach (var right in target)
                OutcomeOf(parsed, right!).Should().Be(Outcome.Correct, right);
        }

        samples.Select(s => s.GetProperty("metadata").GetProperty("arm").GetString()).Distinct().Should().HaveCount(5);
    }

    [Fact]
    public async Task An_lm_eval_task_names_its_data_reads_the_answer_line_and_its_samples_can_be_scored()
    {
        var own = await OwnAsync();
        await Data.WriteAsync(DataSetFormat.LmEval, _folder["lm"], null, Stop);
        var task = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(await File.ReadAllTextAsync(_folder["lm/haystack.yaml"], Stop));
        // docs/task_guide.md of lm-evaluation-harness.
        task.Should().ContainKeys("task", "dataset_path", "dataset_kwargs", "test_split", "output_type", "doc_to_text", "doc_to_target", "generation_kwargs", "filter_list", "metric_list");
        task["output_type"].Should().Be("generate_until");
        // Columns with types: the datasets library guesses those of JSON lines by the first of them, where lists are empty.
        task["dataset_path"].Should().Be("parquet");
        var files = (Dictionary<object, object>)((Dictionary<object, object>)task["dataset_kwargs"])["data_files"];
        var pattern = ((string)files[task["test_split"]]).Split('/');
        var rows = new List<HuggingFaceRow>();
        foreach (var file in Directory.GetFiles(_folder[$"lm/{pattern[0]}"], pattern[1]).Order(StringComparer.Ordinal))
        {
            await using var stream = File.OpenRead(file);
            rows.AddRange((await ParquetSerializer.DeserializeAsync<HuggingFaceRow>(stream, cancellationToken: Stop)).Data);
        }

        var data = JsonLines.Read(_folder["lm/data.jsonl"]);
        rows.Should().HaveSameCount(own);
        for (var i = 0; i < rows.Count; i++)
            SameRow(JsonSerializer.SerializeToElement(rows[i]), own[i]);
        data.Select(d => JsonLines.Text(d, "id")).Should().Equal(own.Select(o => JsonLines.Text(o, "id")));
        task["doc_to_text"].Should().Be("{{messages[0]['content']}}");
        var filter = (Dictionary<object, object>)((List<object>)((Dictionary<object, object>)((List<object>)task["filter_list"])[0])["filter"])[0];
        var answerLine = new Regex((string)filter["regex_pattern"]);
        answerLine.Matches("Answer: no, wait\nAnswer: Vel")[^1].Groups[1].Value.Should().Be("Vel");
        answerLine.Matches("所以\n答案：大雨桥")[^1].Groups[1].Value.Should().Be("大雨桥");
        foreach (var line in data)
            Texts(line, (string)task["doc_to_target"]).Should().NotBeEmpty();

        await File.WriteAllLinesAsync(_folder["samples.jsonl"], data.Select((d, i) => JsonSerializer.Serialize(new { doc_id = i, doc = d, target = "", resps = new[] { new[] { $"Answer: {Texts(d, "target")[0]}" } }, filtered_resps = new[] { "" } })), Stop);
        var answers = AnswerFile.Read(_folder["samples.jsonl"]);
        answers.Should().HaveSameCount(data);
        foreach (var line in data.Select(d => QuestionLine.Parse(Bytes(d), "line")))
            OutcomeOf(line, answers[line.Id].Content).Should().Be(Outcome.Correct);
    }

    [Fact]
    public async Task A_hugging_face_folder_has_a_card_and_rows_over_several_groups_and_files()
    {
        var own = await OwnAsync();
        Directory.CreateDirectory(_folder["hf"]);
        await new HuggingFaceFolder(Data, mostCharactersAGroup: 200_000, mostGroupsAFile: 2).WriteAsync(_folder["hf"], Stop);
        var card = await File.ReadAllTextAsync(_folder["hf/README.md"], Stop);
        var parts = card.Split("---\n");
        parts[0].Should().BeEmpty("the card begins with its metadata (huggingface.co/docs/hub/datasets-cards)");
        var metadata = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parts[1]);
        metadata["license"].Should().Be("mit");
        metadata["language"].Should().BeEquivalentTo(new[] { "en", "zh" });
        var files = Directory.GetFiles(_folder["hf/data"], "test-*.parquet").Order(StringComparer.Ordinal).ToList();
        files.Should().HaveCountGreaterThan(1);
        var rows = new List<HuggingFaceRow>();
        foreach (var file in files)
        {
            await using var stream = File.OpenRead(file);
            rows.AddRange((await ParquetSerializer.DeserializeAsync<HuggingFaceRow>(stream, cancellationToken: Stop)).Data);
        }

        rows.Should().HaveSameCount(own);
        for (var i = 0; i < rows.Count; i++)
            SameRow(JsonSerializer.SerializeToElement(rows[i]), own[i]);
    }

    [Fact]
    [Trait("Category", "Live")]
    public async Task Another_programs_parquet_reader_reads_the_same_rows()
    {
        var folder = ExternalTool.RepositoryFile("Haystack.Tests", "DataSets", "conformance");
        Assert.SkipUnless(ExternalTool.IsThere("node") && Directory.Exists(Path.Combine(folder, "node_modules", "hyparquet")), "run .ci/install-conformance first: needs node and the packages of DataSets/conformance");
        var own = await OwnAsync();
        await Data.WriteAsync(DataSetFormat.HuggingFace, _folder["hf"], null, Stop);
        var rows = JsonLines.Parse(await ExternalTool.RunAsync("node", [Path.Combine(folder, "read.mjs"), _folder["hf/data/test-00001.parquet"]], "", Stop));
        rows.Should().HaveSameCount(own);
        for (var i = 0; i < rows.Count; i++)
            SameRow(rows[i], own[i]);
    }

    [Fact]
    public async Task Batch_request_files_keep_within_the_limits_and_name_each_question_once()
    {
        var own = await OwnAsync();
        Directory.CreateDirectory(_folder["batch"]);
        await new BatchFolder(Data, BatchLine.For("gpt-4o?temperature=0.5", SmallDataSet.Options), mostRequests: 50, mostBytes: 400_000).WriteAsync(_folder["batch"], Stop);
        var files = Directory.GetFiles(_folder["batch"]).Order(StringComparer.Ordinal).ToList();
        files.Should().HaveCountGreaterThan(2).And.OnlyContain(f => new FileInfo(f).Length <= 400_000);
        var requests = files.SelectMany(f =>
        {
            var lines = JsonLines.Read(f);
            lines.Should().HaveCountLessThanOrEqualTo(50);
            return lines;
        }).ToList();
        requests.Select(r => JsonLines.Text(r, "custom_id")).Should().Equal(own.Select(o => JsonLines.Text(o, "id")));
        requests.Zip(own, (r, o) => r.GetProperty("body").GetProperty("messages").ToString() == o.GetProperty("messages").ToString()).Should().OnlyContain(same => same);
        foreach (var request in requests)
        {
            // platform.openai.com/docs/guides/batch: custom_id, method, url and the body of the endpoint.
            JsonLines.Names(request).Should().Equal("custom_id", "method", "url", "body");
            JsonLines.Text(request, "method").Should().Be("POST");
            JsonLines.Text(request, "url").Should().Be("/v1/chat/completions");
            JsonLines.Names(request.GetProperty("body")).Should().Equal("model", "messages", "max_completion_tokens", "temperature", "top_p", "presence_penalty", "frequency_penalty", "seed");
            request.GetProperty("body").GetProperty("temperature").GetDouble().Should().Be(0.5);
        }
    }

    [Fact]
    public async Task A_batch_for_a_reasoning_model_sends_what_that_model_takes_and_a_request_too_large_is_refused()
    {
        await Data.WriteAsync(DataSetFormat.OpenAiBatch, _folder["batch"], "openai/o3-mini?think=high", Stop);
        var body = JsonLines.Read(_folder["batch/requests-00001.jsonl"])[0].GetProperty("body");
        JsonLines.Names(body).Should().Equal("model", "messages", "max_completion_tokens", "reasoning_effort");
        JsonLines.Text(body, "reasoning_effort").Should().Be("high");
        Directory.CreateDirectory(_folder["small"]);
        var small = () => new BatchFolder(Data, BatchLine.For("gpt-4o", SmallDataSet.Options), mostBytes: 1000).WriteAsync(_folder["small"], Stop);
        await small.Should().ThrowAsync<HaystackException>().WithMessage("a request of * bytes is over the Batch API's 1000 for a whole file");
        var unnamed = () => Data.WriteAsync(DataSetFormat.OpenAiBatch, _folder["unnamed"], null, Stop);
        await unnamed.Should().ThrowAsync<HaystackException>().WithMessage("*--request-model*");
        Directory.Exists(_folder["unnamed"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_there_already_is_left_as_it_is()
    {
        Directory.CreateDirectory(_folder["hf"]);
        await File.WriteAllTextAsync(_folder["hf/mine.txt"], "mine", Stop);
        var write = () => Data.WriteAsync(DataSetFormat.HuggingFace, _folder["hf"], null, Stop);
        await write.Should().ThrowAsync<HaystackException>().WithMessage("*is there already*");
        Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Should().HaveCount(2);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var stopped = () => Data.WriteAsync(DataSetFormat.HuggingFace, _folder["stopped"], null, stop.Token);
        await stopped.Should().ThrowAsync<OperationCanceledException>();
        Directory.GetFileSystemEntries(_folder.Path).Should().ContainSingle("nothing is left of it");
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("")]
    public void A_format_that_there_is_not_is_refused_with_those_that_there_are(string name)
    {
        var parse = () => DataSetFormats.Parse(name);
        parse.Should().Throw<HaystackException>().WithMessage("*haystack, inspect, lm-eval, hf, openai-batch");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<IReadOnlyList<JsonElement>> OwnAsync()
    {
        await Data.WriteAsync(DataSetFormat.Haystack, _folder["own.jsonl"], null, Stop);
        var lines = JsonLines.Read(_folder["own.jsonl"]);
        File.Delete(_folder["own.jsonl"]);
        lines.Should().HaveCount(2 * 2 * 34);
        return lines;
    }

    private static Outcome OutcomeOf(QuestionLine line, string reply) => Scorer.Score(
        new ModelResponse { Content = reply, Stop = StopCause.Finished, PromptTokens = line.ContextTokens }, line.Question, line.Values, line.ContextTokens, TokenizerGrade.Calibrated).Outcome;

    private static List<string?> Texts(JsonElement line, string name) => [.. line.GetProperty(name).EnumerateArray().Select(v => v.GetString())];

    private static byte[] Bytes(JsonElement value) => JsonSerializer.SerializeToUtf8Bytes(value);

    /// <summary>Every field of the line stands in the row with the same value; the row has only <c>target</c> more.</summary>
    private static void SameRow(JsonElement row, JsonElement line)
    {
        JsonLines.Names(row).Should().BeEquivalentTo([.. JsonLines.Names(line), "target"]);
        foreach (var field in line.EnumerateObject())
            JsonElement.DeepEquals(row.GetProperty(field.Name), field.Value).Should().BeTrue("{0} is {1}, not {2}", field.Name, field.Value, row.GetProperty(field.Name));
    }
}
