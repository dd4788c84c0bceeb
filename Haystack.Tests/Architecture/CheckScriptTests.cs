using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace Haystack.Tests.Architecture;

/// <summary>What .ci/run prints of a run of the long tests: every failure, wherever it stood.</summary>
public sealed class CheckScriptTests
{
    [Fact]
    public async Task Every_failure_of_the_long_tests_is_printed_with_all_that_it_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is of Unix");
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, ".ci", "run")))
            root = root.Parent ?? throw new InvalidOperationException("there is no .ci/run above the tests");
        // The script's own line, given a log in which failures stand first, in the middle and last.
        var line = (await File.ReadAllLinesAsync(Path.Combine(root.FullName, ".ci", "run"), TestContext.Current.CancellationToken)).Single(l => l.StartsWith("awk '", StringComparison.Ordinal));
        var program = line["awk '".Length..line.IndexOf("' \"$work/slow.log\"", StringComparison.Ordinal)];
        var log = "xUnit.net v3\n" + Failure("First", 3) + "  Haystack.Tests.A.Passes [PASS]\n    Output:\n      fine\n" + Failure("Middle", 40) + string.Concat(Enumerable.Repeat("  Haystack.Tests.B.Slow [LONG RUNNING TEST] (90 s)\n", 60)) + Failure("Last", 2) + "=== TEST EXECUTION SUMMARY ===\n   Haystack.Tests  Total: 5\n";
        using var awk = Process.Start(new ProcessStartInfo("awk", [program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await awk.StandardInput.WriteAsync(log);
        awk.StandardInput.Close();
        var printed = await awk.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var (name, lines) in new[] { ("First", 3), ("Middle", 40), ("Last", 2) })
            printed.Should().Contain(Failure(name, lines).TrimEnd('\n'));
        printed.Should().NotContain("LONG RUNNING").And.NotContain("[PASS]").And.NotContain("SUMMARY");
    }

    private static string Failure(string name, int lines) =>
        $"    Haystack.Tests.C.{name} [FAIL]\n" + string.Concat(Enumerable.Range(1, lines).Select(i => $"      Expected {name} {i}\n")) + "      Stack Trace:\n        C.cs(1,1): at Haystack.Tests.C\n";
}
