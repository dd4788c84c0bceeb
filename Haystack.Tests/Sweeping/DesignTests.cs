using FluentAssertions;
using Haystack.Designs;
using Haystack.Facts;
using Haystack.Preparing;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>What a sweep asks about, and how far it is, follow from its design and from what is stored.</summary>
public sealed class DesignTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SweepOptions Options => new()
    {
        Models = ["builtin/oracle"],
        Contexts = [2048, 1024],
        Documents = 2,
        Arms = [Arm.Pair, Arm.First, Arm.Second, Arm.Absent, Arm.ClosedBook],
        OutputDirectory = _folder["run"],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_grid_asks_each_question_once_the_shortest_prompts_first_and_those_without_a_document_last()
    {
        await using var plan = await PlanAsync(Options);
        var model = plan.Models.Single();
        Round[] rounds = [.. plan.DesignOf(model).Planned];
        var identity = new TrialIdentity(model.Row, plan.Options);
        string[] keys = [.. rounds.SelectMany(r => r.Documents).SelectMany(d => d.Trials).Select(identity.Key)];
        keys.Should().OnlyHaveUniqueItems().And.HaveCount(plan.Trials);
        rounds.Select(r => r.Documents.Select(d => d.Plan.ContextTokens).Distinct().Single()).Should().Equal(1024, 2048, 1024, 2048);
        rounds.Select(r => r.Documents.SelectMany(d => d.Trials).All(t => t.Arm == Arm.ClosedBook)).Should().Equal(false, false, true, true);
        rounds.Select(r => r.Documents.SelectMany(d => d.Trials).Any(t => t.Arm == Arm.ClosedBook)).Should().Equal(false, false, true, true);
    }

    [Fact]
    public async Task Of_several_servers_none_waits_for_the_end_of_a_length()
    {
        await using var plan = await PlanAsync(Options with { Arms = [Arm.Pair] });
        var one = plan.Models.Single();
        plan.DesignOf(one with { Others = [one] }).Planned.Single().Documents.Select(d => d.Plan.ContextTokens).Should().Equal(1024, 1024, 2048, 2048);
    }

    [Fact]
    public async Task A_sweep_is_over_when_everything_that_its_design_wants_is_done()
    {
        await using var plan = await PlanAsync(Options);
        var model = plan.Models.Single();
        await using var store = RunStore.Open(plan.Directory, plan.Manifest);
        var identity = new TrialIdentity(model.Row, plan.Options);
        RoundDocument[] documents = [.. plan.DesignOf(model).Planned.SelectMany(r => r.Documents)];
        var (first, others) = (documents[0], documents[1..]);
        HashSet<string> Keys(IEnumerable<RoundDocument> of) => [.. of.SelectMany(d => d.Trials).Select(identity.Key)];
        DesignState State(IDesign design, IEnumerable<RoundDocument> finished) => DesignState.Of(design, model.Row, plan.Options, store, Keys(finished));

        var design = new Made([new Round(others)], _ => [new Round([first]) { IsExtra = true }]);
        var planned = others.Sum(d => d.Trials.Count);
        State(design, []).Should().Be(new DesignState(0, IsOver: false));
        State(design, documents).Should().Be(new DesignState(planned, IsOver: true), "what comes on top is not counted among the trials that were announced");
        State(design, others).Should().Be(new DesignState(planned, IsOver: false), "what comes on top is left");
        // As many rows as were announced, one of them on top: a count alone would take that for the end.
        State(design, [.. others[1..], first]).Should().Be(new DesignState(planned - others[0].Trials.Count, IsOver: false));
    }

    [Fact]
    public async Task No_design_is_asked_what_comes_after_a_round_that_is_not_answered()
    {
        await using var plan = await PlanAsync(Options);
        var model = plan.Models.Single();
        await using var store = RunStore.Open(plan.Directory, plan.Manifest);
        var identity = new TrialIdentity(model.Row, plan.Options);
        RoundDocument[] documents = [.. plan.DesignOf(model).Planned.SelectMany(r => r.Documents)];
        IEnumerable<Round> Looks(StoredRows stored)
        {
            yield return new Round([documents[0]]);
            stored.Read().Should().NotBeNull();
            throw new InvalidOperationException("looked too early");
        }

        var one = documents[0].Trials.Skip(1).Select(identity.Key).ToHashSet(StringComparer.Ordinal);
        DesignState.Of(new Made([], Looks), model.Row, plan.Options, store, one).Should().Be(new DesignState(one.Count, IsOver: false));
        DesignState.Of(new Made([new Round([documents[1]])], Looks), model.Row, plan.Options, store, one).Should().Be(new DesignState(0, IsOver: false));
        var look = () => DesignState.Of(new Made([], Looks), model.Row, plan.Options, store, documents[0].Trials.Select(identity.Key).ToHashSet(StringComparer.Ordinal));
        look.Should().Throw<InvalidOperationException>("all of that round is there");
    }

    private static Task<PreparedSweep> PlanAsync(SweepOptions options) =>
        new SweepPreparation(options, new SweepEnvironment(), static _ => { }).PrepareAsync(probe: false, TestContext.Current.CancellationToken);

    private sealed class Made(IReadOnlyList<Round> planned, Func<StoredRows, IEnumerable<Round>> after) : IDesign
    {
        public IEnumerable<Round> Planned => planned;

        public IEnumerable<Round> After(StoredRows stored) => after(stored);
    }
}
