using System.Diagnostics;
using System.Globalization;
using FluentAssertions;

namespace Haystack.Tests;

/// <summary>
/// What reading one foreign thing cost: the memory that this thread took, its own processor time where the system tells it, and
/// the time that it slept or waited for others than the processor (a loaded machine makes the clock run on while others work, and
/// that is no cost of what was read). Over 1 GB or 10 s is a failure.
/// </summary>
internal sealed class ReadingCost
{
    private readonly long _allocated = GC.GetAllocatedBytesForCurrentThread();
    private readonly TimeSpan _time = Time();
    private readonly TimeSpan _unforced = Unforced();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>This thread's processor time since then.</summary>
    public TimeSpan Spent => Time() - _time;

    /// <summary>Fails if it was more than a foreign thing may cost.</summary>
    public void ShouldBeBounded(string what, long mostAllocated = 1L << 30, double mostSeconds = 10)
    {
        Environment.CurrentManagedThreadId.Should().Be(_thread, "the cost is that of one thread");
        (GC.GetAllocatedBytesForCurrentThread() - _allocated).Should().BeLessThan(mostAllocated, what);
        (Time() - _time).Should().BeLessThan(TimeSpan.FromSeconds(mostSeconds), what);
        (Unforced() - _unforced).Should().BeLessThan(TimeSpan.FromSeconds(mostSeconds), what);
    }

    /// <summary>Fails if each of three readings was more: what grows too fast does so every time, a pause of the whole process (a collection) strikes one.</summary>
    public static void ShouldBeBoundedOnce(string what, double mostSeconds, Action read)
    {
        for (var attempt = 1; ; attempt++)
        {
            var cost = new ReadingCost();
            read();
            if (attempt == 3 || Unforced() - cost._unforced < TimeSpan.FromSeconds(mostSeconds))
            {
                cost.ShouldBeBounded(what, mostSeconds: mostSeconds);
                return;
            }
        }
    }

    // The clock without what this thread stood in the queue for a processor: the second of its numbers, in nanoseconds.
    private static TimeSpan Unforced()
    {
        var now = Stopwatch.GetElapsedTime(0);
        return File.Exists("/proc/thread-self/schedstat")
            ? now - TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[1], CultureInfo.InvariantCulture) / 1000.0)
            : TimeSpan.Zero;
    }

    // Fields 14 and 15 of the thread's own line, in hundredths of a second; the name before them may hold blanks.
    private static TimeSpan Time()
    {
        if (!OperatingSystem.IsLinux())
            return Stopwatch.GetElapsedTime(0);
        var line = File.ReadAllText("/proc/thread-self/stat");
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0);
    }
}
