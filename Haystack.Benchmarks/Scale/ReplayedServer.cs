namespace Haystack.Benchmarks.Scale;

/// <summary>What one server did in a replay.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Trials">Questions that it answered.</param>
/// <param name="Sent">Prompt tokens sent to it.</param>
/// <param name="Read">Those that it had to read.</param>
/// <param name="ReadSeconds">Seconds in which it read.</param>
/// <param name="WriteSeconds">Seconds in which it wrote and did not read.</param>
/// <param name="IdleSeconds">Seconds in which it had nothing to do before all was over.</param>
internal sealed record ReplayedServer(string Name, int Trials, double Sent, double Read, double ReadSeconds, double WriteSeconds, double IdleSeconds);
