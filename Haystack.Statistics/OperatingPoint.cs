namespace Haystack.Statistics;

/// <summary>What a gate does when the true accuracy is <paramref name="Accuracy"/>, computed exactly.</summary>
/// <param name="Accuracy">The true accuracy.</param>
/// <param name="Pass">The chance of a pass.</param>
/// <param name="Fail">The chance of a failure.</param>
/// <param name="Inconclusive">The chance of no verdict.</param>
/// <param name="Trials">The expected number of answers.</param>
internal sealed record OperatingPoint(double Accuracy, double Pass, double Fail, double Inconclusive, double Trials);
