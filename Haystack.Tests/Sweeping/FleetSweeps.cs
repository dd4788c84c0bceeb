using System.Diagnostics;
using Haystack.Inference.Builtin;
using Haystack.Inference.Calling;
using Haystack.Inference.OpenAi;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>Sweeps with several test servers of one model.</summary>
public abstract class FleetSweeps : IDisposable
{
    private protected static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private protected readonly TemporaryFolder _folder = new();
    private protected readonly List<string> _notices = [];
    private protected readonly Stopwatch _asking = new();
    private protected IReadOnlyList<string> _sessions = SweepDefaults.SessionHeaders;
    private protected SweepFinished? _end;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static FakeModel Model { get; } = new() { Name = "test-7b", ContextLength = 32_768, Tokenizer = Tokenizer };

    private protected static Task<FakeOpenAi> StartAsync(int milliseconds, FakeModel? model = null, Func<FakeRequest, FakeFault?>? fault = null)
    {
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        return FakeOpenAi.StartAsync(new FakeOpenAiOptions
        {
            Flavor = OpenAiFlavor.LlamaServer,
            Slots = 2,
            Models = [model ?? Model],
            ReplyTime = TimeSpan.FromMilliseconds(milliseconds),
            Fault = fault ?? (static _ => null),
            Answer = r => oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text,
        });
    }

    private protected static IEnumerable<(string, int, string, Outcome, string, int?)> Results(RunData run) =>
        run.Trials.Concat(run.ColdTrials).Select(t => (t.Key, t.Chain, t.PromptSha256, t.Outcome, t.Expected, t.AskedAs));

    // Quick to give up, so that a test need not wait for it.
    private protected static SweepEnvironment Environment { get; } = new() { Retry = new RetryLimits { FirstDelay = TimeSpan.FromMilliseconds(20), BreakDuration = TimeSpan.FromMilliseconds(500) } };

    private protected Task<RunData> SweepAsync(string name, int documents, params string[] urls) => SweepAsync(name, documents, urls, static _ => { });

    private protected async Task<RunData> SweepAsync(string name, int documents, string[] urls, Action<int> finished, SweepEnvironment? environment = null)
    {
        var options = new SweepOptions
        {
            Models = ["openai/test-7b"],
            BaseUrl = urls[0],
            MoreBaseUrls = urls[1..],
            Contexts = [2048],
            Documents = documents,
            MaxOutputTokens = 1024,
            Tokenizer = TokenizerName(),
            OutputDirectory = _folder[name],
            SessionHeaders = _sessions,
        };
        return await SweepAsync(options, finished, environment);
    }

    /// <summary>A tokenizer by name that counts as the test servers do.</summary>
    private protected string TokenizerName()
    {
        if (!File.Exists(_folder["tiny.gguf"]))
            Live.TinyModel.Write(_folder["tiny.gguf"], new Seed(1));
        return $"gguf:{_folder["tiny.gguf"]}";
    }

    private protected async Task<RunData> SweepAsync(SweepOptions options, Action<int> finished, SweepEnvironment? environment = null)
    {
        var count = 0;
        await foreach (var happened in Sweep.RunAsync(options, environment ?? Environment, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            if (happened is SweepStarted)
                _asking.Restart();
            if (happened is TrialFinished)
                finished(++count);
            if (happened is SweepNotice notice)
                _notices.Add(notice.Text);
            _end = happened as SweepFinished ?? _end;
        }

        _asking.Stop();
        return RunReader.Read(options.OutputDirectory!);
    }
}
