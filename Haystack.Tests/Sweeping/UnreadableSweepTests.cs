using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Inference.OpenAi;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Cli;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>
/// Models that know every answer behind servers that lose it: each once counted as 0%, exit code 0. The whole program, over
/// both protocols.
/// </summary>
public sealed class UnreadableSweepTests : IDisposable
{
    /// <summary>The one that answers short prompts.</summary>
    private const string Late = "empty-for-too-long";

    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    /// <summary>What each model's name stands for: what its server makes of the right answer, and the reason that is due.</summary>
    private static readonly (string Name, Func<string, FakeAnswer> Makes, string Reason)[] Shapes =
    [
        ("reasoning-only", right => new FakeAnswer("", right), "there is nothing but reasoning, although the reply stopped by itself"),
        ("no-text-but-tokens", _ => new FakeAnswer("") { Counted = 87 }, "the reply has no text, although the server counted 87 output tokens"),
        (Late, _ => new FakeAnswer("") { Counted = 0 }, "the reply is empty"),
        ("length-after-5", _ => new FakeAnswer("The answer to this is") { Counted = 5, Ended = "length" }, "the server ended the reply at 5 of the 256 tokens that were asked for"),
    ];

    private static readonly string[] Common = ["--contexts", "2k", "--documents", "2", "--max-output", "256", "--cache", "on", "--ui", "plain", "--out", "run"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_end_invalid_with_2_and_their_reason_over_both_protocols()
    {
        await using var openAi = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Flavor = OpenAiFlavor.Vllm, Models = [.. Shapes.Select(s => Model(s.Name))], Answer = Answer });
        await using var ollama = await StartOllamaAsync([.. Shapes.Select(s => Model(s.Name))]);
        string[] models = [.. Shapes.SelectMany(s => new[] { $"openai/{s.Name}", s.Name })];
        string[] sweep = ["sweep", .. models.SelectMany(m => new[] { "--model", m }), "--base-url", openAi.BaseUrl, "--endpoint", ollama.Endpoint, .. Common];

        // By itself: no trial is paid for, but of the one that fails long prompts alone.
        var swept = await HaystackProcess.RunAsync(_folder.Path, sweep);
        swept.ExitCode.Should().Be(2, swept.Error);
        var run = RunReader.Read(_folder["run"], withTexts: true);
        foreach (var model in models)
        {
            var reason = Shapes.Single(s => model.EndsWith(s.Name, StringComparison.Ordinal)).Reason;
            var isDry = !model.EndsWith(Late, StringComparison.Ordinal);
            var trials = run.Trials.Where(t => t.Model == model).ToList();
            if (isDry)
                trials.Should().BeEmpty(model);
            else
                trials.Should().HaveCount(36, "it is stopped as soon as it is certain, however many are in flight").And.OnlyContain(t => t.Outcome == Outcome.Invalid, model);
            var said = isDry ? $"{model}: not swept: it could not answer the dry question" : $"haystack: {model}: not credible";
            swept.Error[swept.Error.IndexOf(said, StringComparison.Ordinal)..].Split(isDry ? "; replied" : "\n")[0].Should().Contain(reason, model);
            run.Models.Single(m => m.Name == model).Properties["dry_question"].Should().Be(isDry ? "not answered" : "answered");
        }

        // And where it was to be swept anyway: every trial is invalid, and none counts.
        var anyway = await HaystackProcess.RunAsync(_folder.Path, [.. sweep, "--anyway"]);
        anyway.ExitCode.Should().Be(2, anyway.Error);
        run = RunReader.Read(_folder["run"], withTexts: true);
        run.Trials.Should().HaveCount(models.Length * 2 * 26).And.OnlyContain(t => t.Outcome == Outcome.Invalid);
        foreach (var model in models)
            anyway.Error.Split('\n').Should().ContainSingle(l => l.StartsWith($"haystack: {model}: not credible", StringComparison.Ordinal), anyway.Error)
                .Which.Should().Contain(Shapes.Single(s => model.EndsWith(s.Name, StringComparison.Ordinal)).Reason);
        var gate = await HaystackProcess.RunAsync(_folder.Path, ["gate", "run", "--max-hallucination", "0.5"]);
        gate.ExitCode.Should().Be(2, gate.Output + gate.Error);
    }

    [Fact]
    public async Task A_gate_that_asks_is_refused_where_not_even_the_dry_question_is_answered_and_never_failed()
    {
        await using var ollama = await StartOllamaAsync([Model("no-text-but-tokens")]);
        var gate = await HaystackProcess.RunAsync(
            _folder.Path, ["gate", "--model", "no-text-but-tokens", "--endpoint", ollama.Endpoint, "--with-context", "2k", "--min-accuracy", "0.5", "--required", "--strict"]);
        gate.ExitCode.Should().Be(2, gate.Output + gate.Error);
        gate.Output.Should().Contain("refused: no-text-but-tokens").And.Contain("87 output tokens");
        ollama.Requests.Should().OnlyContain(r => r.NumPredict == 1 || r.IsDry, "no trial is asked");
    }

    [Fact]
    public async Task One_chance_miss_costs_nothing_and_a_model_that_passed_is_not_asked_again()
    {
        var dry = 0;
        await using var ollama = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [Model("message-for-delta")],
            Answer = r => r.IsDry && ++dry < 3 ? "Answer: I cannot say" : Answer(r),
        });
        string[] sweep = ["sweep", "--model", "message-for-delta", "--endpoint", ollama.Endpoint, .. Common];
        var swept = await HaystackProcess.RunAsync(_folder.Path, sweep);
        swept.ExitCode.Should().Be(0, swept.Error);
        dry.Should().Be(3);
        var again = await HaystackProcess.RunAsync(_folder.Path, sweep);
        again.ExitCode.Should().Be(0, again.Error);
        dry.Should().Be(3);
        RunReader.Read(_folder["run"]).Models.Single().Properties.Should().Contain("dry_question", "answered").And.ContainKeys("dry_question.asked", "dry_question.reply", "dry_question.read");
    }

    [Fact]
    public async Task A_message_where_a_delta_was_due_is_read_right()
    {
        await using var server = await FakeOpenAi.StartAsync(new FakeOpenAiOptions { Models = [Model("message-for-delta")], Answer = Answer });
        var swept = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--model", "openai/message-for-delta", "--base-url", server.BaseUrl, .. Common]);
        swept.ExitCode.Should().Be(0, swept.Error);
        RunReader.Read(_folder["run"]).Trials.Should().HaveCount(2 * 26).And.OnlyContain(t => t.Outcome == Outcome.Correct);
    }

    [Fact]
    public async Task A_reply_that_acts_on_a_terminal_is_quoted_without_acting_and_a_weak_model_is_swept_to_its_end()
    {
        await using var ollama = await StartOllamaAsync([Model("garbage"), Model("refuses")]);
        var swept = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--model", "garbage", "--model", "refuses", "--endpoint", ollama.Endpoint, .. Common]);
        swept.ExitCode.Should().Be(2, swept.Error);
        swept.Error.Should().NotContain("\u001b").And.Contain("garbage: not credible").And.NotContain("refuses: not credible");
        var run = RunReader.Read(_folder["run"]);
        run.Trials.Count(t => t.Model == "refuses").Should().Be(2 * 26, "the others go on");
        run.Trials.Count(t => t.Model == "garbage").Should().BeLessThan(2 * 26);

        var again = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--model", "garbage", "--model", "refuses", "--endpoint", ollama.Endpoint, .. Common]);
        again.ExitCode.Should().Be(2, again.Error);
        RunReader.Read(_folder["run"]).Trials.Count(t => t.Model == "garbage").Should().Be(run.Trials.Count(t => t.Model == "garbage"), "what was stopped is not asked on");
        var anyway = await HaystackProcess.RunAsync(_folder.Path, ["sweep", "--anyway", "--model", "garbage", "--model", "refuses", "--endpoint", ollama.Endpoint, .. Common]);
        anyway.ExitCode.Should().Be(2, anyway.Error);
        RunReader.Read(_folder["run"]).Trials.Count(t => t.Model == "garbage").Should().Be(2 * 26);
    }

    private static FakeModel Model(string name) =>
        new() { Name = name, Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small, Capabilities = ["completion", .. name == "reasoning-only" ? new[] { "thinking" } : []] };

    private static Task<FakeOllama> StartOllamaAsync(IReadOnlyList<FakeModel> models) =>
        FakeOllama.StartAsync(new FakeOllamaOptions { Models = models, Answer = Answer });

    private static FakeAnswer Answer(FakeRequest request)
    {
        var right = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1)).GetResponseAsync([new ChatMessage(ChatRole.User, request.Prompt)]).GetAwaiter().GetResult().Text;
        if (request.IsDry && request.Model is (Late or "garbage" or "refuses"))
            return right;
        return request.Model switch
        {
            "message-for-delta" => new FakeAnswer(right) { HasMessages = true },
            "garbage" => new FakeAnswer("\u001b[2J\u001b[31mI have read all of it.\u202e"),
            "refuses" => new FakeAnswer("Answer: the text does not say"),
            var name => Shapes.Single(s => s.Name == name).Makes(right),
        };
    }
}
