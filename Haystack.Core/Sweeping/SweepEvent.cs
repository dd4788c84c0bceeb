namespace Haystack.Sweeping;

/// <summary>Something that happened in a sweep.</summary>
public abstract record SweepEvent;
