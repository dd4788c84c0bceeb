using System.Globalization;
using FluentAssertions;
using Xunit;

namespace Haystack.Tests.Statistics.Readers;

/// <summary>Readers of all kinds, simulated: what is printed about them is true.</summary>
public sealed class ReaderStudyTests(ITestOutputHelper output)
{
    /// <summary>How many sweeps of each kind and size to make.</summary>
    private const string RunsVariable = "HAYSTACK_READER_RUNS";

    /// <summary>Where the table goes.</summary>
    private const string TableVariable = "HAYSTACK_READER_TABLE";

    /// <summary>Only the kinds whose names contain this.</summary>
    private const string KindsVariable = "HAYSTACK_READER_KINDS";

    [Fact]
    public void The_interval_of_D50_covers_the_truth_of_a_reader_that_forgets_by_distance_in_a_small_sample() =>
        // At a true coverage of 95% fewer than 19 of 24 are met in 1 of 2,000 such tests.
        ReaderStudy.Of(Kind("distance, shallow"), 16, 24).Coverage("D50")!.Value.Covered.Should().BeGreaterThanOrEqualTo(19.0 / 24);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("distance, shallow")]
    [InlineData("documents differ")]
    public void The_interval_of_D50_covers_the_truth(string kind) =>
        // Of 120 sweeps with a true coverage of 95% fewer than 106 are met in 1 of 500 such tests.
        ReaderStudy.Of(Kind(kind), 16, 120).Coverage("D50")!.Value.Covered.Should().BeGreaterThanOrEqualTo(106.0 / 120);

    [Fact(Explicit = true)]
    public void The_table_of_all_kinds_is_made_on_request()
    {
        Assert.SkipUnless(int.TryParse(Environment.GetEnvironmentVariable(RunsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var runs), $"set {RunsVariable}, such as 300 (most of an hour)");
        var wanted = Environment.GetEnvironmentVariable(KindsVariable) ?? "";
        var kinds = ReaderKinds.All.Where(k => k.Name.Contains(wanted, StringComparison.Ordinal)).ToArray();
        var study = new List<(ReaderKind, IReadOnlyList<ReaderTally>)>();
        foreach (var kind in kinds)
        {
            study.Add((kind, [.. ReaderStudy.Sizes.Select(s => ReaderStudy.Of(kind, s, runs))]));
            if (Environment.GetEnvironmentVariable(TableVariable) is { } path)
                File.WriteAllText(path, $"{ReaderTable.Of(study)}\n{ReaderTable.Claims(study)}");
        }

        output.WriteLine(ReaderTable.Of(study));
        output.WriteLine(ReaderTable.Claims(study));
        study.Should().HaveCount(kinds.Length).And.NotBeEmpty();
    }

    private static ReaderKind Kind(string name) => ReaderKinds.All.Single(k => k.Name == name);
}
