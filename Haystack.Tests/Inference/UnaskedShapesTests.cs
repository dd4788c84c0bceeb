using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Haystack.Inference;
using Haystack.Inference.OpenAi;
using Haystack.Scoring;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference;

/// <summary>What a server does that nobody asked for, over a real socket: other replies between, texts twice, packed bodies, words of its own.</summary>
public sealed class UnaskedShapesTests
{
    private const string Usage = "\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":12}";
    private const string End = $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"stop\"}}],{Usage}}}\n\ndata: [DONE]\n\n";

    private static string Chunk(string text, string beside = "\"index\":0", string root = "") =>
        $"data: {{{root}\"choices\":[{{{beside},\"delta\":{{\"content\":{System.Text.Json.JsonSerializer.Serialize(text)}}}}}]}}\n\n";

    private static string Chunks(params string[] texts) => string.Concat(texts.Select(t => Chunk(t)));

    public static TheoryData<string, string> Right { get; } = new()
    {
        { "two choices in turn", Chunk("Far ") + Chunk("Near ", "\"index\":1") + Chunk("away. Answer: ") + Chunk("by. Answer: ", "\"index\":1") + Chunk("Vel") + Chunk("Brinmoor", "\"index\":1") },
        { "two choices one after the other", Chunks("Far away. ", "Answer: ", "Vel") + Chunk("Near. ", "\"index\":1") + Chunk("Answer: Brinmoor", "\"index\":1") + "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n" },
        { "two choices a message, the second first", "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"Answer: Brinmoor\"}},{\"index\":0,\"delta\":{\"content\":\"Far away. Answer: Vel\"}}]}\n\n" },
        { "the index counts messages", Chunk("Far ", "\"index\":0") + Chunk("away. ", "\"index\":1") + Chunk("Answer: ", "\"index\":2") + Chunk("Vel", "\"index\":3") },
        { "the index counts two messages", Chunk("Far away. ", "\"index\":0") + Chunk("Answer: Vel", "\"index\":1") },
        { "each delta has all before", Chunks("Far away.", "Far away. Answer:", "Far away. Answer: Vel") },
        { "each delta has all before, by the letter", string.Concat(Enumerable.Range(1, 21).Select(n => Chunk("Far away. Answer: Vel"[..n]))) },
        { "two deltas, the last of which has all", Chunks("Far away. ", "Far away. Answer: Vel") },
        { "the last delta has all", Chunks("Far away. ", "Answer: ", "Vel", "Far away. Answer: Vel") },
        { "an id for each message", Chunk("Far ", root: "\"id\":\"a\",") + Chunk("away. Answer: ", root: "\"id\":\"b\",") + Chunk("Vel", root: "\"id\":\"c\",") },
        { "an id that changes with the second", Chunk("Far ", root: "\"id\":\"s1\",") + Chunk("away. ", root: "\"id\":\"s1\",") + Chunk("Answer: ", root: "\"id\":\"s2\",") + Chunk("Vel", root: "\"id\":\"s2\",") },
        { "what was not cut", Chunk("Far away. Answer: ", root: "\"truncated\":false,\"filtered\":false,") + Chunk("Vel") },
    };

    public static TheoryData<string, string> Broken { get; } = new()
    {
        { "begun anew", Chunk("Near. ", root: "\"id\":\"a\",") + Chunk("Answer: Brin", root: "\"id\":\"a\",") + "data: {\"id\":\"b\",\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n" + Chunk("Far away. Answer: Vel", root: "\"id\":\"b\",") },
        { "another's texts between", Chunk("Far ", root: "\"id\":\"a\",") + Chunk("Near. ", root: "\"id\":\"b\",") + Chunk("away. Answer: ", root: "\"id\":\"a\",") + Chunk("Brinmoor", root: "\"id\":\"b\",") + Chunk("Vel", root: "\"id\":\"a\",") },
        { "another's texts after it", Chunk("Far away. ", root: "\"id\":\"a\",") + Chunk("Answer: Vel", root: "\"id\":\"a\",") + Chunk("\nAnswer: ", root: "\"id\":\"b\",") + Chunk("Brinmoor", root: "\"id\":\"b\",") },
        { "the last text twice", Chunks("Far away. Answer: ", "Vel", "Vel") },
        { "each message twice", Chunks("Far ", "Far ", "away. ", "away. ", "Ans", "Ans", "wer: ", "wer: ", "Vel", "Vel") },
        { "the last text again", Chunks("Far away. Answer: ", "Vel") + $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"Vel\"}},\"finish_reason\":\"stop\"}}],{Usage}}}\n\n" },
        { "cut, by a flag", Chunk("Answer: Brinmoor") + "data: {\"choices\":[],\"truncated\":true}\n\n" },
        { "cut, in words", "data: {\"choices\":[],\"warnings\":[\"The prompt was truncated to 512 tokens.\"]}\n\n" + Chunk("Answer: Brinmoor") },
        { "dropped, in words", "data: {\"notice\":\"Dropped the 12 oldest messages of the conversation\"}\n\n" + Chunk("Answer: Brinmoor") },
        { "filtered", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"I cannot help.\"},\"content_filter_results\":{\"hate\":{\"filtered\":true}}}]}\n\n" },
        { "moderated", Chunk("I cannot help.") + "data: {\"choices\":[],\"moderation\":{\"flagged\":true}}\n\n" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public async Task One_reply_is_read_out_of_it(string what, string body)
    {
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(body + End));
        response.Stop.Should().Be(StopCause.Finished, $"{what}: {response.Fault}");
        response.Content.Should().Be("Far away. Answer: Vel", what);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Or_it_is_no_answer(string what, string body)
    {
        var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(body + End)));
        scored.Outcome.Should().Be(Outcome.Invalid, $"{what}: {scored.ReadingText}");
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip", "x-gzip")]
    [InlineData("gzip", null)]
    [InlineData("zlib", "deflate")]
    [InlineData("deflate", "deflate")]
    [InlineData("br", "br")]
    [InlineData("none", "gzip")]
    [InlineData("none", "identity")]
    public async Task A_packed_body_that_nobody_asked_for_is_unpacked(string really, string? told)
    {
        var packed = Pack(Encoding.UTF8.GetBytes(Chunks("Far away. ", "Answer: Vel") + End), really);
        var response = await ScriptedAsking.OpenAiAsync(new ScriptedReply(packed) { Encoding = told });
        response.Content.Should().Be("Far away. Answer: Vel", response.Fault);
    }

    [Theory]
    [InlineData("Error: rate limit exceeded. Please try again in 20 seconds.")]
    [InlineData("{\"error\": {\"message\": \"The server had an error\", \"type\": \"server_error\"}}")]
    [InlineData("请求过于频繁，请稍后再试。")]
    [InlineData("HTTP 502 Bad Gateway")]
    [InlineData("<html><head><title>504 Gateway Time-out</title></head></html>")]
    [InlineData("Sorry, something went wrong on our side. Please try again later.")]
    [InlineData("Traceback (most recent call last):\n  File \"x.py\", line 3\nRuntimeError: CUDA error")]
    [InlineData("[ERROR] upstream request timeout")]
    [InlineData("⚠️ An error occurred during generation (code 500).")]
    [InlineData("rpc error: code = Unavailable desc = transport is closing")]
    [InlineData("You have exceeded your monthly included credits.")]
    [InlineData("This response was blocked by our content moderation policy.")]
    [InlineData("[Content removed by safety filter]")]
    [InlineData("<Error><Code>Throttling</Code></Error>")]
    [InlineData("Une erreur est survenue. Veuillez réessayer plus tard.")]
    [InlineData("エラーが発生しました。しばらくしてからもう一度お試しください。")]
    [InlineData("The model `m` does not exist or you do not have access to it.")]
    [InlineData("Request timed out after 60s.")]
    [InlineData("Incorrect API key provided. You can find your API key at https://example.com.")]
    [InlineData("The service is currently undergoing maintenance and will be back shortly.")]
    [InlineData("The input is too long for this model: 1,204 tokens, and its context window is 512 tokens.")]
    [InlineData("That follows from wha Error: connection reset by peer")]
    public async Task A_text_that_is_the_servers_own_is_no_answer(string text)
    {
        var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(Chunk(text) + End)));
        scored.Outcome.Should().Be(Outcome.Invalid, scored.ReadingText);
    }

    [Theory]
    [InlineData("Error: none. Answer: Vel", Outcome.Correct)]
    [InlineData("I cannot tell.", Outcome.Unparsed, Outcome.Abstained)]
    [InlineData("The text does not say.", Outcome.Abstained)]
    [InlineData("That information is unavailable in the text.", Outcome.Abstained, Outcome.Unparsed, Outcome.Invented)]
    [InlineData("Answer: an error occurred", Outcome.Invented, Outcome.Unparsed)]
    [InlineData("It is Brinmoor.", Outcome.OneHop)]
    public async Task What_the_model_says_stays_its_own(string text, params Outcome[] outcomes) =>
        outcomes.Should().Contain(Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(Chunk(text) + End))).Outcome);

    [Theory]
    [InlineData("Far&nbsp;away. &quot;Answer&quot;: Vel")]
    [InlineData("&lt;think&gt;Answer: Brinmoor&lt;/think&gt;Answer: Vel")]
    [InlineData("Far\u0120away.\u010AAnswer:\u0120Vel")]
    [InlineData("Answer: V\U000E0101e\U000E0101l\U000E0101")]
    [InlineData("Answer: V\u2061e\u2064l")]
    [InlineData("Answer: Vel\nuser\nAnd who is it?\nassistant\nAnswer: Brinmoor")]
    public async Task An_answer_in_other_signs_is_read(string text)
    {
        var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(Chunk(text) + End)));
        scored.Outcome.Should().Be(Outcome.Correct, scored.ReadingText);
    }

    [Theory]
    [InlineData("Answer: MÃ¼ller")]
    [InlineData("Answer: å¼ ä¼Ÿ")]
    [InlineData("Answer: M\\u00fcller")]
    [InlineData("Answer: M%C3%BCller")]
    [InlineData("Answer: M?ller")]
    [InlineData("QW5zd2VyOiBWZWw=")]
    [InlineData("416e737765723a2056656c")]
    [InlineData("Answer%3A%20Vel")]
    [InlineData("A n s w e r :   V e l")]
    [InlineData("T h e\na n s w e r\ni s\nV e l .")]
    public async Task An_answer_whose_letters_were_broken_is_none(string text)
    {
        var scored = Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(Chunk(text) + End)));
        scored.Outcome.Should().Be(Outcome.Invalid, scored.ReadingText);
    }

    [Theory]
    [InlineData("A B C D E F G H I: Vel\nAnswer: Vel")]
    [InlineData("Answer: Vel")]
    [InlineData("Answer: V. E. L. Vel")]
    public async Task Letters_that_a_model_may_well_write_are_its_own(string text) =>
        Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(Chunk(text) + End))).Outcome.Should().NotBe(Outcome.Invalid);

    [Theory]
    [InlineData("<tool_call>{\"name\":\"look_up\",\"arguments\":{\"q\":\"Brinmoor\"}}</tool_call>")]
    [InlineData("[TOOL_CALLS][{\"name\":\"look_up\",\"arguments\":{\"q\":\"Brinmoor\"}}]")]
    [InlineData("{\"name\": \"look_up\", \"parameters\": {\"q\": \"Brinmoor\"}}")]
    public async Task A_tool_call_that_was_left_as_text_is_no_answer(string text) =>
        Score(await ScriptedAsking.OpenAiAsync(new ScriptedReply(Chunk(text) + End))).Outcome.Should().Be(Outcome.Invalid);

    [Fact]
    public async Task A_reply_without_the_reason_that_the_server_gives_for_others_was_cut()
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Reply = (i, _) => new(Chunk("It is Brin") + (i == 1 ? $"data: {{\"choices\":[],{Usage}}}\n\ndata: [DONE]\n\n" : End));
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.Root + "/v1"));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        var stops = new List<StopCause>();
        for (var i = 0; i < 3; i++)
            stops.Add((await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(output: 256), TestContext.Current.CancellationToken)).Stop);
        stops.Should().Equal(StopCause.Finished, StopCause.Garbled, StopCause.Finished);
    }

    [Fact]
    public async Task A_reply_of_another_model_than_those_before_is_no_answer_of_this_one()
    {
        await using var fake = await ScriptedServer.StartAsync();
        fake.Reply = (i, _) => new(string.Concat("Answer:| V|el".Split('|').Select(t => Chunk(t, root: $"\"model\":\"{(i == 1 ? "small-1b" : "acme/test-7b")}\","))) + End);
        using var server = new OpenAiServer(TestRequest.Options(baseUrl: fake.Root + "/v1"));
        await using var model = await server.ConnectAsync(ModelSpec.Parse("openai/test-7b"), TestContext.Current.CancellationToken);
        var stops = new List<StopCause>();
        for (var i = 0; i < 3; i++)
            stops.Add((await model.AskAsync(TestRequest.Prompt("Where is it?"), TestRequest.Budget(output: 256), TestContext.Current.CancellationToken)).Stop);
        stops.Should().Equal(StopCause.Finished, StopCause.Fault, StopCause.Finished);
    }

    private static byte[] Pack(byte[] plain, string how)
    {
        using var packed = new MemoryStream();
        using (Stream packer = how switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "zlib" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(packed),
        })
        {
            packer.Write(plain);
            packer.Flush();
            return how == "none" ? packed.ToArray() : Closed(packer, packed);
        }
    }

    private static byte[] Closed(Stream packer, MemoryStream packed)
    {
        packer.Dispose();
        return packed.ToArray();
    }

    private static ScoredAnswer Score(ModelResponse response) => Scorer.Score(response, WireQuestion.Vel, ["Vel", "Brinmoor"], 40, TokenizerGrade.Exact);
}
