using System.Security.Cryptography;
using Haystack.Gates;

namespace Haystack.Cli.Rendering;

/// <summary>What a gate leaves: its message, reports and badges, and GitHub's summary and annotations where that is around.</summary>
internal static class GateOutput
{
    public static async Task WriteAsync(IReadOnlyList<GateResult> results, (string? JUnit, string? Trx, string[] Badges) files, CancellationToken cancellationToken)
    {
        if (files.JUnit is { } jUnit)
            await JUnitReport.WriteAsync(jUnit, results, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (files.Trx is { } trx)
            await TrxReport.WriteAsync(trx, results, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var badge in files.Badges)
            await GateBadge.WriteAsync(badge, results, cancellationToken).ConfigureAwait(false);
        if (Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
            OutputFile.Append(summary, GitHubReport.Summary(results));
        var onGitHub = Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";
        var shield = GitHubReport.Shield(RandomNumberGenerator.GetHexString(32));
        if (onGitHub)
            await Console.Out.WriteLineAsync(shield.Before).ConfigureAwait(false);
        foreach (var result in results)
            await Console.Out.WriteLineAsync(result.Message).ConfigureAwait(false);
        if (!onGitHub)
            return;
        await Console.Out.WriteLineAsync(shield.After).ConfigureAwait(false);
        foreach (var line in GitHubReport.Annotations(results))
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
    }
}
