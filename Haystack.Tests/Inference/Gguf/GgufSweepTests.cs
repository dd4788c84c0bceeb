using FluentAssertions;
using Haystack.Reference;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Sweeping;
using Haystack.Tests.Storage;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Inference.Gguf;

/// <summary>A sweep with nothing but a file: a model that knows the answers by construction, in the engine of this process.</summary>
public sealed class GgufSweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_swept_with_its_own_tokens_and_its_document_is_read_once()
    {
        var options = new SweepOptions { Documents = 1, Contexts = [1024], ChainsPerDocument = 3, MaxOutputTokens = 64, Models = [$"gguf/{_folder["reference.gguf"]}?threads=1"], OutputDirectory = _folder["run"] };
        OutputFile.Write(_folder["reference.gguf"], ReferenceModel.Compose(new ReferenceOptions()).WriteGguf);
        var happened = new List<SweepEvent>();
        await foreach (var one in Sweep.RunAsync(options, CancellationToken.None, TestContext.Current.CancellationToken))
            happened.Add(one);
        happened.OfType<SweepFinished>().Single().End.Should().Be(SweepEnd.Complete);
        var run = RunReader.Read(_folder["run"], withTexts: true);
        run.Models.Single().Should().Match<ModelRow>(m => m.TokenizerGrade == TokenizerGrade.Verified && m.Properties["dry_question"] == "answered" && m.Provider == "gguf" && m.Properties["kv"] == "f16");
        run.Trials.Should().HaveCount(11).And.OnlyContain(t => t.Outcome == Outcome.Correct && t.PromptTokensCounted == t.PromptTokensPlanned);
        run.ColdTrials.Should().NotBeEmpty().And.OnlyContain(t => t.Outcome == Outcome.Correct && t.CachedPromptTokens == 0);
        run.Trials.Where(t => t.AskedAs > 0).Should().OnlyContain(t => t.CachedPromptTokens > 0.9 * t.PromptTokensPlanned);
    }
}
