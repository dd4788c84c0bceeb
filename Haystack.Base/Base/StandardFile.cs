using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Haystack.Base;

/// <summary>
/// The files that are open already, under the names that shells give them: <c>/dev/stdin</c>, <c>/dev/stdout</c>,
/// <c>/dev/fd/63</c> of <c>&lt;(…)</c>, <c>/proc/self/fd/3</c>.
/// </summary>
internal static partial class StandardFile
{
    private const int MostLinks = 40;

    /// <summary>The number of the open file that a path names, itself or through links; null where it names none.</summary>
    public static int? NumberOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var at = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks; links++)
        {
            if (NumberIn(at) is { } number)
                return number;
            if (new FileInfo(at).LinkTarget is not { } target)
                return null;
            at = Path.GetFullPath(target, RealPath.Of(Path.GetDirectoryName(at) ?? "/"));
        }

        return null;
    }

    /// <summary>The open file of a number; it stays open when the stream is closed.</summary>
    public static Stream Open(int number, FileAccess access)
    {
        // These go on where the shell's own position is, and leave it where they end: `>>` and what follows in a script stay right.
#pragma warning disable RS0030 // Opens nothing: the files are open.
        if (access == FileAccess.Write && number is 1 or 2)
            return number == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
        return new FileStream(new SafeFileHandle(number, ownsHandle: false), access, 1 << 16);
#pragma warning restore RS0030
    }

    private static int? NumberIn(string path) => path switch
    {
        "/dev/stdin" => 0,
        "/dev/stdout" => 1,
        "/dev/stderr" => 2,
        _ => Numbered().Match(path) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null,
    };

    [GeneratedRegex(@"^/(?:dev|proc/self|proc/thread-self)/fd/(\d{1,6})$")]
    private static partial Regex Numbered();
}
