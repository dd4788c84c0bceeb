using FluentAssertions;
using Haystack.Plots;
using Xunit;

namespace Haystack.Tests.Plots;

public sealed class MarkPlacesTests
{
    [Fact]
    public void Marks_whose_intervals_share_no_distance_stay_where_they_belong() =>
        Heights(new(1000, 800, 1200, 0.5), new(3000, 2500, 4000, 0.5), new(9000, 7000, null, 0.5)).Should().Equal(0.5, 0.5, 0.5);

    [Fact]
    public void Marks_that_would_lie_on_one_another_step_up_and_down_in_turn() =>
        Heights(new(1000, 800, 1200, 0.5), new(1100, 900, 1300, 0.51), new(1050, 850, null, 0.49), new(5000, 2000, 6000, 0.5))
            .Should().Equal(0.5, 0.555, 0.49 - 0.045, 0.5);

    [Fact]
    public void Series_without_a_mark_are_left_out() =>
        MarkPlaces.Apart([Series(null), Series(new(10, 5, 20, 0.6)), Series(null)]).Should().ContainSingle().Which.Mark.Value.Should().Be(0.6);

    private static IEnumerable<double> Heights(params PlottedMark[] marks) =>
        MarkPlaces.Apart(marks.Select(Series)).Select(p => Math.Round(p.Mark.Value, 6));

    private static PlottedSeries Series(PlottedMark? mark) => new() { Name = "model", Points = [], Mark = mark };
}
