using FluentAssertions;
using Haystack.Languages;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Sweeping;

/// <summary>
/// What is wrong with what was asked is said before any server hears of it: here there is none, and connecting would
/// say so instead.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private static readonly SweepOptions Options = new() { Models = ["alpha:7b"], Endpoint = "http://127.0.0.1:1" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task An_unknown_family() => RefusedAsync(Options with { Families = ["riddle"] }, "there is no family 'riddle': latent, link, offset, order, rule, sum, update");

    [Fact]
    public Task An_unknown_language() => RefusedAsync(Options with { Languages = ["fr"] }, $"there is no language 'fr': {string.Join(", ", Language.Codes)}");

    [Fact]
    public Task Hops_that_some_families_do_not_have() => RefusedAsync(
        Options with { Families = ["link", "sum", "latent"], Hops = 3 },
        "--hops 3: family 'latent' has chains of 2 hops; --hops 3: family 'sum' has chains of 2 hops");

    [Fact]
    public Task Several_faults_at_once() => RefusedAsync(
        Options with { Families = ["riddle", "sum"], Languages = ["xx"], Hops = 2 }, "there is no family 'riddle': *; there is no language 'xx': *");

    [Fact]
    public Task A_corpus_that_is_not_there() => RefusedAsync(Options with { Corpus = _folder["nothing.txt"] }, "*nothing.txt*");

    [Fact]
    public async Task A_corpus_that_leaves_a_pool_empty()
    {
        // The capitals of every country there is in the pool.
        var pairs = Haystack.Facts.FactLibrary.Load().Find("en", "latent").PoolOf("land");
        var random = new Seed(1).Stream();
        var words = Enumerable.Range(0, 5_000).Select(_ => pairs.Draw(random).Told).Distinct().ToList();
        words.Should().HaveCount((int)pairs.Size);
        var file = _folder["atlas.txt"];
        await File.WriteAllTextAsync(file, string.Join(' ', words.Select(w => $"Some have been to {w}.")), TestContext.Current.CancellationToken);
        await RefusedAsync(Options with { Corpus = file, Families = ["latent"] }, "corpus 'atlas.txt' contains every word of pool 'country': none are left to plant");
    }

    private static async Task RefusedAsync(SweepOptions options, string message)
    {
        var sweeping = async () =>
        {
            await foreach (var _ in Sweep.RunAsync(options, TestContext.Current.CancellationToken))
            {
            }
        };
        (await sweeping.Should().ThrowAsync<HaystackException>()).WithMessage(message).Which.Message.Should().NotContain("\n").And.NotContain("127.0.0.1");
    }
}
