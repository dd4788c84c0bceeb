#pragma warning disable RS0030 // The door itself.
namespace Haystack.Base;

/// <summary>Where a path leads, every link on the way followed as the system does: the runtime takes <c>..</c> out of a link's text before it looks where the link stands.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; what is not there yet, and what is behind it, stays as it is written.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        var (real, left, links) = ("/", new Stack<string>(Parts(full)), 0);
        while (left.TryPop(out var part))
        {
            if (part is "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var at = Path.Combine(real, part);
            if (new FileInfo(at).LinkTarget is not { } target)
            {
                real = at;
                continue;
            }

            if (++links > MostLinks)
                throw new IOException($"the links from {path} lead in a circle");
            if (Path.IsPathRooted(target))
                real = "/";
            foreach (var next in Parts(target))
                left.Push(next);
        }

        return real;
    }

    // The last first, as they are pushed.
    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").Reverse();
}
