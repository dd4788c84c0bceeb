namespace Haystack.Statistics;

/// <summary>A confidence interval, both ends included.</summary>
public readonly record struct Interval(double Low, double High);
