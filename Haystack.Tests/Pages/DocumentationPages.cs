using Haystack.Tests.Reports;

namespace Haystack.Tests.Pages;

/// <summary>What a user reads: README, those of the packages, and every page of docs, plots and samples, with their blocks of code.</summary>
internal static class DocumentationPages
{
    private static readonly string[] Folders = ["docs", "plots", "samples", "deploy"];

    /// <summary>A block of code on a page.</summary>
    internal sealed record Block(string Page, int Line, string Language, string Text)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Page}:{Line}";
    }

    /// <summary>Each page's path from the root, with its lines.</summary>
    public static IReadOnlyList<(string Path, string[] Lines)> All { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "Haystack.Base/README.md", "Haystack.Statistics/README.md", "Haystack.Tokenizers/README.md" }
            .Concat(Folders.SelectMany(f => Directory.EnumerateFiles(RepositoryFile.Of(f), "*.md", SearchOption.AllDirectories))
                .Select(f => Path.GetRelativePath(RepositoryFile.Of("."), f))
                .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "feed") && !f.EndsWith(".received.md", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(f => (f, File.ReadAllLines(RepositoryFile.Of(f)))),
    ];

    /// <summary>Every block between fences.</summary>
    public static IEnumerable<Block> Blocks
    {
        get
        {
            foreach (var (path, lines) in All)
            {
                for (var i = 0; i < lines.Length; i++)
                {
                    if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                        continue;
                    var begin = i + 1;
                    for (i = begin; i < lines.Length && lines[i] != "```"; i++)
                    {
                    }

                    yield return new Block(path, begin + 1, lines[begin - 1][3..].Trim(), string.Join('\n', lines[begin..i]) + "\n");
                }
            }
        }
    }
}
