using FluentAssertions;
using Haystack.Facts;
using Haystack.Rereading;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>A run that lies, in itself without contradiction or not, makes nobody work for it: one line, before anything is made again.</summary>
public sealed class LyingRunTests : IDisposable
{
    private const int Far = 16_000_000;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_run_says_against_its_own_plan_or_beyond_any_is_refused_in_one_line_and_costs_nothing()
    {
        var options = new SweepOptions { Models = ["builtin/oracle"], Contexts = [2048], Documents = 1, OutputDirectory = _folder["run"] };
        await foreach (var _ in Sweep.RunAsync(options, CancellationToken.None, Stop))
        {
            // Nothing to see.
        }

        var run = RunReader.Read(_folder["run"], withTexts: true);
        Rescoring.Of(run, ManifestOptions.LongestUnasked, Stop).Should().BeEmpty("it is sound");
        (await StoredPrompt.RebuildAsync(run, run.Trials[0], endpoint: null, ManifestOptions.LongestUnasked, Stop)).ContentSha256().Should().Be(run.Trials[0].PromptSha256);
        File.WriteAllText(_folder["mine.txt"], string.Concat(Enumerable.Repeat("Nobody but me may read this. It is nobody's business. ", 2000)));
        foreach (var (lie, words) in Lies(run))
        {
            var cost = new ReadingCost();
            foreach (var again in new[] { () => { Rescoring.Of(lie, ManifestOptions.LongestUnasked, Stop); return Task.CompletedTask; }, () => StoredPrompt.RebuildAsync(lie, lie.Trials[0], endpoint: null, ManifestOptions.LongestUnasked, Stop) })
                (await again.Should().ThrowAsync<HaystackException>(words)).Which.Message.Should().Contain(words).And.NotContain("\n").And.Match(m => m.Length < 600);
            cost.ShouldBeBounded(words);
        }

        // A number of a document that only its rows have: everything before it would be planned.
        var id = run.Documents[0].Id.Replace("-0000-", "-2000000000-", StringComparison.Ordinal);
        var distant = run with { Trials = [.. run.Trials.Select(t => t with { DocumentId = id })] };
        var show = () => StoredPrompt.RebuildAsync(distant, distant.Trials[0], endpoint: null, ManifestOptions.LongestUnasked, Stop);
        (await show.Should().ThrowAsync<HaystackException>()).WithMessage("*cannot be made again*");
    }

    private IEnumerable<(RunData Lie, string Words)> Lies(RunData run)
    {
        RunData With(params (string Name, string Value)[] values)
        {
            var manifest = new Dictionary<string, string>(run.Manifest);
            foreach (var (name, value) in values)
                manifest[name] = value;
            return run with { Manifest = manifest };
        }

        RunData Trial(Func<TrialRow, TrialRow> change) => run with { Trials = [.. run.Trials.Select(change)] };
        RunData Facts(Func<IReadOnlyList<PlantedFactRow>, IEnumerable<PlantedFactRow>> change) => run with { Documents = [.. run.Documents.Select(d => d with { Facts = [.. change(d.Facts)] })] };

        yield return (With(("contexts", $"{Far}")) with { Trials = [.. run.Trials.Select(t => t with { ContextTokens = Far })], Documents = [.. run.Documents.Select(d => d with { ContextTokens = Far })] }, "give --max-ctx 16000000");
        yield return (Trial(t => t with { ContextTokens = 4096 }), "planned without prompts of 4,096 tokens");
        yield return (Trial(t => t with { Chain = 10 }), "about chain 10");
        yield return (Trial(t => t with { Hops = 3 }), "of 3 facts");
        yield return (Trial(t => t with { Arm = Arm.ClosedBook }), "the question closed-book");
        yield return (Trial(t => t with { Language = "zh" }), "in 'zh'");
        yield return (Trial(t => t with { Response = new string('(', 9_000_000) }), "replies of 9,000,");
        yield return (Facts(f => f.Select(one => one with { Chain = one.Chain + 1_000_000 })), "planned without fact");
        yield return (Facts(f => f.Select(one => one with { Hop = 9 })), "planned without fact 9");
        yield return (With(("languages", "en,en")), "names en twice");
        yield return (With(("families", string.Join(',', Enumerable.Range(0, 9000)))), "names 9,000 values");
        yield return (With(("distances", string.Join(',', Enumerable.Range(0, 2000)))), "names 2,000 values");
        yield return (With(("hops", "1")), "--hops must be 2 to 5");
        yield return (With(("chains_per_document", "2000000000")), "--chains-per-document must be 1 to 64");
        yield return (With(("corpus", _folder["mine.txt"])), "is not the one that the run was made with");
        var unhashed = With(("corpus", _folder["mine.txt"]));
        ((Dictionary<string, string>)unhashed.Manifest).Remove("corpus_sha256_en");
        yield return (unhashed, "without its SHA-256");
    }
}
