using Haystack.Statistics;

namespace Haystack.Gates;

/// <summary>One threshold of a gate and what was measured against it.</summary>
/// <param name="Name">Such as <c>accuracy</c>.</param>
/// <param name="Verdict">Never <see cref="GateVerdict.Continue"/>.</param>
/// <param name="Text">One line: figure, interval, threshold.</param>
public sealed record GateCheck(string Name, GateVerdict Verdict, string Text)
{
    /// <summary>The figure alone, such as <c>96.2%</c> or <c>4096</c>; null where nothing was measured.</summary>
    public string? Figure { get; init; }
}
