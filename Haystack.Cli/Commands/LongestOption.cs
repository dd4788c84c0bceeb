using System.CommandLine;
using Haystack.Sweeping;

namespace Haystack.Cli.Commands;

/// <summary><c>--max-ctx</c> of the commands that make the prompts of a stored run again: a run may be anybody's, and long ones cost minutes and gigabytes.</summary>
internal static class LongestOption
{
    public static Option<string?> Create() => new("--max-ctx")
    {
        Description = $"Make prompts up to this length again (default {TokenSize.Format(ManifestOptions.LongestUnasked)}: a run may be anybody's, and longer ones take gigabytes).",
        HelpName = "SIZE",
    };

    /// <exception cref="HaystackException">It is no size.</exception>
    public static int Read(string? size) => size is null ? ManifestOptions.LongestUnasked : TokenSize.Parse(size);
}
