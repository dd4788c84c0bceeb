using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using Haystack.Inference.Builtin;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Inference.Fakes;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;
using Microsoft.Extensions.AI;

namespace Haystack.Tests.Sweeping;

/// <summary>A server at which each of some faults befalls 5% of the questions, and which remembers what it really did.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private static readonly ModelTokenizer Tokenizer = VocabularyTokenizer.Create(DerivedVocabulary.Small);

    private readonly List<(string Sha256, int Index, FakeFaultKind? Fault, int Status)> _done = [];
    private readonly Lock _gate = new();
    // What befalls a question depends on the question and on how often it was asked, and not on which comes first.
    private readonly Seed _chance = new Seed(5).Derive("faults");
    private FakeOllama? _server;
    private RefusingDoor? _door;

    private FaultyServer()
    {
    }

    public string Endpoint => _door?.Endpoint ?? _server!.Endpoint;

    /// <summary>How many times connections were refused for a moment.</summary>
    public int Refusals => _door?.Refusals ?? 0;

    /// <summary>How many questions met a fault.</summary>
    public int Faults => _done.Count(d => d.Fault is not null);

    public int Questions => _done.Count;

    /// <param name="faults">What befalls 5% of the questions each.</param>
    /// <param name="refuses">Whether at 5% of the questions connections are refused for a moment, too.</param>
    public static async Task<FaultyServer> StartAsync(IReadOnlyList<FakeFault> faults, bool refuses)
    {
        faults.Count.Should().BeLessThanOrEqualTo(19, "each has 5%");
        var faulty = new FaultyServer();
        var oracle = BuiltinReaders.Create("builtin", "oracle", Tokenizer, new Seed(1));
        faulty._server = await FakeOllama.StartAsync(new FakeOllamaOptions
        {
            Models = [new FakeModel { Name = "test:7b", Tokenizer = Tokenizer, Vocabulary = DerivedVocabulary.Small }],
            Answer = r => $"This is reply {r.Index}. {oracle.GetResponseAsync([new ChatMessage(ChatRole.User, r.Prompt)]).GetAwaiter().GetResult().Text}",
            Fault = r => faulty.Draw(r, faults),
        });
        faulty._door = refuses ? new RefusingDoor(faulty._server.Endpoint) : null;
        return faulty;
    }

    /// <summary>Waits until it can be reached, and lets the probes of the next sweep through.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        if (_door is null)
            return;
        _door.MayClose = false;
        await _door.OpenAsync(cancellationToken);
    }

    /// <summary>
    /// Every stored trial is labelled with what the server did to the last request for it, and to no other: requests before
    /// it failed, and after it there are none.
    /// </summary>
    /// <param name="trials">What is stored in the end.</param>
    /// <param name="unvouched">Prompts whose answer could not be vouched for, as the digest could not be looked at after it.</param>
    public void ShouldBeWhatIsStored(IReadOnlyList<TrialRow> trials, IReadOnlySet<string> unvouched)
    {
        var requests = _done.ToLookup(d => d.Sha256);
        requests.Select(r => r.Key).Should().BeEquivalentTo(trials.Select(t => t.PromptSha256).Distinct());
        foreach (var trial in trials)
        {
            var outcomes = requests[trial.PromptSha256].Select(r => OutcomeOf(r.Fault, r.Status)).ToList();
            if (!unvouched.Contains(trial.PromptSha256))
                outcomes.SkipLast(1).Where(o => o != Outcome.Failed).Should().BeEmpty("a question that came to something is not asked again");
            trial.Outcome.Should().Be(outcomes[^1], $"that is what the server did, after {outcomes.Count - 1} failures");
            if (trial.Outcome == Outcome.Correct)
                trial.Response.Should().StartWith($"This is reply {requests[trial.PromptSha256].Last().Index}. ");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_door is not null)
            await _door.DisposeAsync();
        await _server!.DisposeAsync();
    }

    private FakeFault? Draw(FakeRequest request, IReadOnlyList<FakeFault> faults)
    {
        if (request.NumPredict == 1 || request.IsDry)
            return null;
        if (_door is not null)
            _door.MayClose = true;
        lock (_gate)
        {
            var question = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Prompt)));
            var draw = _chance.Derive(question, _done.Count(d => d.Sha256 == question)).Stream().Next(100);
            var fault = draw >= 5 * faults.Count ? null : faults[draw / 5];
            _done.Add((question, request.Index, fault?.Kind, fault?.Status ?? 0));
            return fault;
        }
    }

    private static Outcome OutcomeOf(FakeFaultKind? fault, int status) => fault switch
    {
        null => Outcome.Correct,
        FakeFaultKind.Loops => Outcome.Loop,
        // A reply past its budget is waited for, and is left where it does not end.
        FakeFaultKind.TooLong => Outcome.CappedOutput,
        FakeFaultKind.TruncateSilently => Outcome.Truncated,
        FakeFaultKind.Status when status == 400 => Outcome.Truncated,
        FakeFaultKind.NoCount or FakeFaultKind.Rambles or FakeFaultKind.EmptyAnswer => Outcome.Invalid,
        _ => Outcome.Failed,
    };
}
