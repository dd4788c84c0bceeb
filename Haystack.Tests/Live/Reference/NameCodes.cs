namespace Haystack.Tests.Live.Reference;

/// <summary>Directions for names, no two of which are near each other.</summary>
internal static class NameCodes
{
    private const double Nearest = 0.5;

    /// <summary>So many of length 1.</summary>
    public static IReadOnlyList<double[]> Of(int count, int width, Seed seed)
    {
        var random = seed.Stream();
        var codes = new List<double[]>();
        while (codes.Count < count)
        {
            var code = new double[width];
            for (var i = 0; i < width; i++)
                code[i] = (random.Next(2) == 0 ? 1 : -1) / Math.Sqrt(width);
            if (codes.TrueForAll(c => Math.Abs(c.Zip(code, (a, b) => a * b).Sum()) <= Nearest))
                codes.Add(code);
        }

        return codes;
    }
}
