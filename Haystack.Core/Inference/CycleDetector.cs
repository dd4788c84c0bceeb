namespace Haystack.Inference;

/// <summary>Finds exact cycles in a stream of characters, in constant time for each.</summary>
/// <remarks>
/// The place where the last <see cref="Gram"/> characters stood before gives a period to watch; a watched period counts
/// how long the text has agreed with itself so far back. Several are watched at once, since within a long cycle a short
/// one often starts and breaks.
/// </remarks>
internal sealed class CycleDetector
{
    private const int Gram = 16;
    private const int BufferSize = 4_096;
    private const int LongestPeriod = 2_048;
    private const int TableSize = 8_192;
    private const int Watched = 4;
    private const uint Base = 0x01000193;

    /// <summary>Characters that must agree with those a period before, so that a loop is stopped within 2,000.</summary>
    private const int Repeated = 1_600;

    private static readonly uint OutFactor = Power(Base, Gram);

    private readonly char[] buffer = new char[BufferSize];
    private readonly (uint Hash, int Place)[] places = new (uint, int)[TableSize];
    private readonly (int Period, int Run)[] watches = new (int, int)[Watched];
    private uint hash;
    private int count;

    /// <summary>Takes the next character; the period where the text now loops, else null.</summary>
    public int? Add(char c)
    {
        var place = count;
        buffer[place % BufferSize] = c;
        count++;
        if (Watch(c, place) is { } period)
            return period;

        // Unsigned arithmetic wraps, which is what the rolling hash wants.
        hash = unchecked((hash * Base) + c + 1);
        if (count > Gram)
            hash = unchecked(hash - (OutFactor * (uint)(buffer[(place - Gram) % BufferSize] + 1)));
        if (count < Gram)
            return null;

        ref var last = ref places[(hash ^ (hash >> 15)) % TableSize];
        if (last.Place > 0 && last.Hash == hash && place - last.Place <= LongestPeriod)
            Begin(place - last.Place);
        last = (hash, place);
        return null;
    }

    private int? Watch(char c, int place)
    {
        for (var i = 0; i < Watched; i++)
        {
            ref var watch = ref watches[i];
            if (watch.Period == 0)
                continue;
            if (buffer[(place - watch.Period) % BufferSize] != c)
            {
                watch = default;
                continue;
            }

            watch.Run++;
            if (watch.Run >= Repeated && watch.Run >= 2 * watch.Period)
                return watch.Period;
        }

        return null;
    }

    private void Begin(int period)
    {
        var free = -1;
        for (var i = 0; i < Watched; i++)
        {
            if (watches[i].Period == period)
                return;
            if (watches[i].Period == 0)
                free = i;
        }

        if (free >= 0)
            watches[free] = (period, Gram);
    }

    private static uint Power(uint value, int exponent)
    {
        var power = 1u;
        for (var i = 0; i < exponent; i++)
            power = unchecked(power * value);
        return power;
    }
}
