namespace Haystack.Statistics;

/// <summary>Lower quartile, median and upper quartile of <paramref name="Count"/> values (linear interpolation, type 7 of Hyndman and Fan, 1996).</summary>
public sealed record Quartiles(int Count, double Lower, double Median, double Upper)
{
    /// <summary>The quartiles of <paramref name="values"/>; null where there are none.</summary>
    public static Quartiles? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : new Quartiles(sorted.Length, At(0.25), At(0.5), At(0.75));

        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var low = (int)place;
            var high = Math.Min(low + 1, sorted.Length - 1);
            return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
        }
    }

    /// <summary>The same in another unit.</summary>
    internal Quartiles Times(double factor) => this with { Lower = Lower * factor, Median = Median * factor, Upper = Upper * factor };
}
