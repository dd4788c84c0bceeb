namespace Haystack.Tests.Cli.Warm;

/// <summary>One run of the program: where, with what, and into which files its two streams go.</summary>
internal sealed record WarmRequest(
    string Directory, string[] Arguments, IReadOnlyDictionary<string, string> Variables, string Input, string Output, string Error);
