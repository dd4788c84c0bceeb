namespace Haystack.Tests.Inference.Fakes;

/// <summary>The system's clock, but its steady part can be put forward and its wall clock moved, each alone.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _skipped;
    private long _jumped;

    /// <summary>Puts the steady clock forward; timers that run are not touched.</summary>
    public void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, time.Ticks);

    /// <summary>Moves the wall clock, as a correction from the network does.</summary>
    public void JumpWallClock(TimeSpan time) => Interlocked.Add(ref _jumped, time.Ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _skipped);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _jumped));
}
