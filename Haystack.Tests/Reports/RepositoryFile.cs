using System.Runtime.CompilerServices;

namespace Haystack.Tests.Reports;

internal static class RepositoryFile
{
    /// <summary>The path of a file of this repository, from its root.</summary>
    public static string Of(string relative, [CallerFilePath] string here = "")
    {
        var root = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(root, "Haystack.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("no Haystack.sln above the tests");
        return Path.Combine(root, relative);
    }
}
