using System.Runtime.CompilerServices;
using FluentAssertions;

namespace Haystack.Tests;

/// <summary>
/// Compares text with the approved file beside the test: <c>Class.Test.approved.txt</c>. On a difference it leaves
/// <c>.received.txt</c> there; renaming that to <c>.approved.txt</c> approves it.
/// </summary>
internal static class Approve
{
    public static void Text(
        string text,
        string part = "",
        string extension = "txt",
        [CallerFilePath] string file = "",
        [CallerMemberName] string test = "")
    {
        var stem = Path.Combine(
            Path.GetDirectoryName(file)!,
            $"{Path.GetFileNameWithoutExtension(file)}.{test}{(part.Length == 0 ? "" : $".{part}")}");
        var (approved, received) = ($"{stem}.approved.{extension}", $"{stem}.received.{extension}");
        var actual = text.ReplaceLineEndings("\n");
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : null;
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        actual.Should().Be(expected, "it was approved in {0}; what came is in {1}", approved, received);
    }
}
