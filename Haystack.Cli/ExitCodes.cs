namespace Haystack.Cli;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Wrong usage or an internal error.</summary>
    public const int Usage = 1;

    /// <summary>Finished, but too many trials are not answers, nearly nothing could be read, the server's cache changes answers, shards are missing from a merged run, or some models could not be calibrated.</summary>
    public const int TooManyInvalid = 2;

    /// <summary>Stopped by a signal, or what might be spent is spent; resumable (EX_TEMPFAIL of sysexits.h).</summary>
    public const int Stopped = 75;

    /// <summary>A gate failed.</summary>
    public const int GateFailed = 100;
}
