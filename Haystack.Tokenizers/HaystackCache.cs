using System.Security.Cryptography;

namespace Haystack.Tokenization;

/// <summary>
/// Files that save work and may vanish any time: counts of corpora, compiled vocabularies. Safe for several
/// processes at once; damaged files are ignored and written anew.
/// </summary>
/// <remarks>
/// Under <c>$HAYSTACK_CACHE</c> if that is set (<c>off</c> turns caching off), else <c>$XDG_CACHE_HOME/haystack</c>,
/// else the platform's place for application data of this machine, else nowhere.
/// </remarks>
internal sealed class HaystackCache
{
    private const int LargestFile = 1 << 30;
    private readonly string? _directory;

    /// <summary>A cache in <paramref name="directory"/>, made when first written to; null keeps nothing.</summary>
    public HaystackCache(string? directory)
    {
        _directory = directory;
    }

    /// <summary>The user's cache, as the environment says.</summary>
    public static HaystackCache Default => new(DirectoryFrom(Environment.GetEnvironmentVariable));

    /// <summary>Where the cache is by these environment variables; null for nowhere.</summary>
    public static string? DirectoryFrom(Func<string, string?> variable)
    {
        var own = variable("HAYSTACK_CACHE");
        if (string.Equals(own, "off", StringComparison.OrdinalIgnoreCase))
            return null;
        if (!string.IsNullOrEmpty(own))
            return Path.GetFullPath(own);
        var root = variable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(root) && !OperatingSystem.IsWindows() && !string.IsNullOrEmpty(variable("HOME")))
            root = Path.Combine(variable("HOME")!, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
        if (string.IsNullOrEmpty(root))
            root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return string.IsNullOrEmpty(root) || !Path.IsPathRooted(root) ? null : Path.Combine(root, "haystack");
    }

    /// <summary>The content stored under a key, or null: not there, damaged, or unreadable.</summary>
    public byte[]? TryRead(string kind, string key) => TryRead(kind, key, static stream =>
    {
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    });

    /// <summary>
    /// What <paramref name="read"/> makes of the content stored under a key, or null: not there, damaged, or unreadable. It is
    /// given content that is checked only afterwards: it must bear any, and may give null.
    /// </summary>
    public T? TryRead<T>(string kind, string key, Func<Stream, T?> read)
        where T : class
    {
        if (_directory is null)
            return null;
        try
        {
            var path = PathOf(kind, key);
            if (FileKinds.Of(path) != FileKind.Regular)
                return null;
            using var file = InputFile.OpenRegular(path);
            if (file.Length is < SHA256.HashSizeInBytes or > LargestFile)
                return null;
            using var content = new CheckedStream(file);
            var made = read(content);
            return content.IsSound() ? made : null;
        }
        catch (Exception e) when (e is IOException or NotSupportedException or HaystackException)
        {
            return null;
        }
    }

    /// <summary>Stores content under a key: written beside, then renamed. Does nothing where it cannot be written.</summary>
    public void Write(string kind, string key, ReadOnlySpan<byte> content)
    {
        if (_directory is null)
            return;
        var sum = SHA256.HashData(content);
        var bytes = content.ToArray();
        try
        {
            OutputFile.Write(PathOf(kind, key), file =>
            {
                file.Write(sum);
                file.Write(bytes);
            });
        }
        catch (HaystackException)
        {
            // A full or read-only disk costs time, not results.
        }
    }

    // Keys are free text (a file's path, a digest): their hash is the name.
    private string PathOf(string kind, string key) =>
        Path.Combine(_directory!, $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))[..40]}.bin");
}
