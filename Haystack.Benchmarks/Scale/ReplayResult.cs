namespace Haystack.Benchmarks.Scale;

/// <summary>What a replay came to.</summary>
/// <param name="Seconds">From the first question to the last answer.</param>
/// <param name="Trials">Questions answered.</param>
/// <param name="Taken">Documents that a server took over from a slower one.</param>
/// <param name="Servers">A line each server.</param>
internal sealed record ReplayResult(double Seconds, int Trials, int Taken, IReadOnlyList<ReplayedServer> Servers)
{
    /// <summary>Prompt tokens sent.</summary>
    public double Sent => Servers.Sum(s => s.Sent);

    /// <summary>The share of the tokens sent that had to be read.</summary>
    public double ReadShare => Servers.Sum(s => s.Read) / Sent;
}
