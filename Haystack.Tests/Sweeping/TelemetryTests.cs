using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Planning;
using Haystack.Scoring;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

public sealed class TelemetryTests : IDisposable
{
    private const string Model = "telemetry:7b";
    private const string Planted = "PLANTED-IN-EVERY-REPLY";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Requests_and_trials_are_told_under_the_GenAI_names_and_without_any_content()
    {
        var (spans, measured) = (new ConcurrentQueue<Activity>(), new ConcurrentQueue<(string Name, Dictionary<string, object?> Tags)>());
        using var spanListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Haystack",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(spanListener);
        using var meterListener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Haystack")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => measured.Enqueue((instrument.Name, new(tags.ToArray())));
        meterListener.SetMeasurementEventCallback<int>(Take);
        meterListener.SetMeasurementEventCallback<long>(Take);
        meterListener.SetMeasurementEventCallback<double>(Take);
        meterListener.Start();

        var trials = await SweepAsync();

        // Other tests run beside this one: only its own model counts.
        var requests = spans.Where(s => s.OperationName == $"chat {Model}").ToList();
        var asked = spans.Where(s => s.OperationName == $"trial {Model}").ToList();
        asked.Should().HaveCount(trials);
        asked.Should().OnlyContain(s => (string?)s.GetTagItem("haystack.outcome") == Outcome.Correct.ToText() && s.GetTagItem("haystack.context_tokens") is int);
        requests.Should().HaveCountGreaterThanOrEqualTo(trials, "each trial is a request, and retries are requests too");
        requests.Count(r => asked.Any(a => a.SpanId == r.ParentSpanId)).Should().Be(trials);
        requests.Should().OnlyContain(s => (string?)s.GetTagItem("gen_ai.operation.name") == "chat" && (string?)s.GetTagItem("gen_ai.request.model") == Model && (string?)s.GetTagItem("gen_ai.provider.name") == "ollama");
        requests.Count(s => s.GetTagItem("gen_ai.usage.input_tokens") is not null).Should().BeGreaterThanOrEqualTo(trials);
        var own = measured.Where(m => m.Tags.GetValueOrDefault("gen_ai.request.model") as string == Model).ToList();
        own.Select(m => m.Name).Distinct().Should().Contain(["haystack.trials", "gen_ai.client.token.usage", "gen_ai.client.operation.duration"]);
        own.Count(m => m.Name == "haystack.trials" && (string?)m.Tags["haystack.outcome"] == Outcome.Correct.ToText()).Should().Be(trials);

        var told = spans.SelectMany(s => s.TagObjects.Concat(s.Events.SelectMany(e => e.Tags))).Select(t => $"{t.Value}").Concat(own.SelectMany(m => m.Tags.Values).Select(v => $"{v}"));
        told.Should().NotContain(v => v.Contains(Planted) || v.Contains("Question:") || v.Contains("Read the following text"));
    }

    private async Task<int> SweepAsync()
    {
        var tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);
        var oracle = BuiltinReaders.Create("builtin", "oracle", tokenizer, new Seed(1));
        await using var server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = Model, Digest = new string('c', 64), Tokenizer = tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = request => $"{Planted}\n{oracle.GetResponseAsync([new ChatMessage(ChatRole.User, request.Prompt)]).GetAwaiter().GetResult().Text}",
        });
        var options = new SweepOptions { Models = [Model], Endpoint = server.Endpoint, Contexts = [2048], MaxContextTokens = 4096, Documents = 1, Corpus = "prose", Cache = CacheMode.On, OutputDirectory = _folder["run"] };
        var finished = 0;
        await foreach (var happened in Sweep.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken))
            finished += happened is TrialFinished ? 1 : 0;
        finished.Should().Be(26);
        return finished;
    }
}
