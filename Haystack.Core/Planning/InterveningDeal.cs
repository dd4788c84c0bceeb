namespace Haystack.Planning;

/// <summary>
/// Deals numbers of intervening facts to the turns of each distance: both orders of a pair of turns get the same number,
/// and after as many pairs as there are numbers each has come once, in an order that is drawn anew each time.
/// </summary>
/// <remarks>
/// A gap takes those of the numbers that it holds; one too short for any takes none. What is dealt depends on distance and
/// turn alone, so it stays crossed with order, length and place.
/// </remarks>
internal sealed class InterveningDeal
{
    private readonly int[][] _numbers;
    private readonly Seed _seed;

    /// <param name="numbers">The numbers asked for.</param>
    /// <param name="distances">The distances in tokens.</param>
    /// <param name="mostBetween">How many facts the gap of a distance holds.</param>
    /// <param name="seed">Where their order comes from.</param>
    public InterveningDeal(IReadOnlyList<int> numbers, IReadOnlyList<int> distances, Func<int, int> mostBetween, Seed seed)
    {
        _seed = seed;
        _numbers = [.. distances.Select(d => numbers.Where(n => n == 0 || (d > 0 && n <= mostBetween(d))).Distinct().Order().DefaultIfEmpty(0).ToArray())];
    }

    /// <summary>The number for a turn of a distance.</summary>
    /// <param name="distance">The distance's place among the distances.</param>
    /// <param name="turn">The turn, from 0.</param>
    public int Of(int distance, long turn)
    {
        var numbers = (int[])_numbers[distance].Clone();
        var pair = turn / 2;
        _seed.Derive("distance", distance).Derive("round", (int)(pair / numbers.Length)).Stream().Shuffle<int>(numbers);
        return numbers[pair % numbers.Length];
    }
}
