namespace Haystack.Planning;

/// <summary>The distances that are measured at one context length.</summary>
internal static class DistanceGrid
{
    private const int LowestStep = 256;

    /// <summary>The distances for a prompt of <paramref name="contextTokens"/>, ascending, 0 first.</summary>
    /// <param name="asked">What was asked for; empty for 0, 256, 512, 1k … up to four fifths of the context.</param>
    /// <param name="contextTokens">The rung.</param>
    /// <param name="largest">The largest distance that fits the rung, in tokens; negative where none does.</param>
    public static IReadOnlyList<int> For(IReadOnlyList<Distance> asked, int contextTokens, int largest)
    {
        var grid = new SortedSet<int> { 0 };
        if (asked.Count == 0)
        {
            for (var step = LowestStep; step <= largest && step <= contextTokens * 4L / 5; step *= 2)
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
