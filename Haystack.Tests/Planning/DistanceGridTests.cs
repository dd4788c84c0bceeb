using FluentAssertions;
using Haystack.Planning;
using Xunit;

namespace Haystack.Tests.Planning;

public sealed class DistanceGridTests
{
    [Fact]
    public void The_grid_has_16_and_64_and_doubles_from_128_up_to_four_fifths_of_the_context() =>
        DistanceGrid.For([], 4096, 3500).Should().Equal(0, 16, 64, 128, 256, 512, 1024, 2048);

    [Fact]
    public void Zero_is_always_in_the_grid() =>
        DistanceGrid.For([Distance.Of(512)], 4096, 3500).Should().Equal(0, 512);

    [Fact]
    public void Max_is_the_largest_that_fits_each_length() =>
        DistanceGrid.For([Distance.Parse("1k"), Distance.Parse("MAX")], 4096, 3456).Should().Equal(0, 1024, 3456);

    [Fact]
    public void A_distance_that_does_not_fit_this_length_is_left_to_longer_ones() =>
        DistanceGrid.For([Distance.Of(4096)], 4096, 3456).Should().Equal(0);
}
