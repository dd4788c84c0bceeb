namespace Haystack.Planning;

/// <summary>The distances that are measured at one context length.</summary>
internal static class DistanceGrid
{
    /// <summary>
    /// Where nothing else is asked for: 16, 64, 128, and then every doubling. Published work finds most of a loss before
    /// some 240 tokens; without the first three a cliff beside d = 0 could not be told from a slope.
    /// </summary>
    private static readonly int[] Near = [16, 64];

    private const int LowestDoubling = 128;

    /// <summary>The distances for a prompt of <paramref name="contextTokens"/>, ascending, 0 first.</summary>
    /// <param name="asked">What was asked for; empty for 0, 16, 64, 128, 256, 512, 1k … up to four fifths of the context.</param>
    /// <param name="contextTokens">The rung.</param>
    /// <param name="largest">The largest distance that fits the rung, in tokens; negative where none does.</param>
    public static IReadOnlyList<int> For(IReadOnlyList<Distance> asked, int contextTokens, int largest)
    {
        var grid = new SortedSet<int> { 0 };
        if (asked.Count == 0)
        {
            grid.UnionWith(Near.Where(d => d <= largest && d <= contextTokens * 4L / 5));
            for (var step = LowestDoubling; step <= largest && step <= contextTokens * 4L / 5; step *= 2)
                grid.Add(step);
            return [.. grid];
        }

        foreach (var distance in asked)
        {
            if ((distance.Tokens ?? largest) <= largest)
                grid.Add(distance.Tokens ?? largest);
        }

        return [.. grid];
    }
}
