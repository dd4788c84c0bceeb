using System.Diagnostics;
using FluentAssertions;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Pages;

/// <summary>
/// Every C# example of the documentation compiles as it stands: a file of a project with implicit usings and the packages
/// that its page names, and nothing added. Usings count by the file, so that all are compiled at once.
/// </summary>
public sealed class ExamplesOnPagesTests : IDisposable
{
    // What Microsoft.NET.Sdk's ImplicitUsings writes.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_example_compiles_as_it_stands()
    {
        var examples = DocumentationPages.Blocks.Where(b => b.Language is "csharp" or "cs" or "c#").ToArray();
        examples.Select(e => e.Page).Distinct().Should().Contain(["README.md", "docs/gates.md"]);
        await File.WriteAllTextAsync(_folder["ImplicitUsings.cs"], ImplicitUsings, TestContext.Current.CancellationToken);
        var files = new List<string> { _folder["ImplicitUsings.cs"] };
        foreach (var example in examples)
        {
            example.Text.Should().Contain("using Haystack", "{0} is to be copied as it stands", example);
            files.Add(_folder[$"{example.ToString().Replace('/', '-').Replace(':', '-')}.cs"]);
            await File.WriteAllTextAsync(files[^1], example.Text, TestContext.Current.CancellationToken);
        }

        (await CompileAsync(files)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_lacks_a_using_is_found()
    {
        await File.WriteAllTextAsync(_folder["Lacks.cs"], "public sealed class Lacks { public object Gate => AccuracyGate.For(\"x\"); }", TestContext.Current.CancellationToken);
        (await CompileAsync([_folder["Lacks.cs"]])).Should().Contain("CS0103");
    }

    [Fact]
    public void Each_page_with_examples_names_the_package()
    {
        foreach (var page in DocumentationPages.Blocks.Where(b => b.Language == "csharp").Select(b => b.Page).Distinct())
            DocumentationPages.All.Single(p => p.Path == page).Lines.Should().Contain(l => l.Contains($"dotnet add package {PackageOf(page)}", StringComparison.Ordinal), page);
    }

    /// <summary>The readme of a package has examples of that package; every other page, of the whole library.</summary>
    private static string PackageOf(string page) => page.StartsWith("Haystack.", StringComparison.Ordinal) ? page.Split('/')[0] : "Haystack.Core";

    /// <summary>The compiler of the SDK that built the tests; what it says, or nothing.</summary>
    private async Task<string> CompileAsync(IEnumerable<string> files)
    {
        var shared = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var root = Path.GetFullPath(Path.Combine(shared, "..", "..", ".."));
        var compiler = Directory.EnumerateDirectories(Path.Combine(root, "sdk"), "10.*")
            .Select(d => Path.Combine(d, "Roslyn", "bincore", "csc.dll")).Where(File.Exists).OrderDescending(StringComparer.Ordinal).First();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(a => Path.GetFileNameWithoutExtension(a) is var name && name is not ("haystack" or "Haystack.Tests")).Select(a => $"-r:\"{a}\"");
        await File.WriteAllLinesAsync(_folder["arguments.rsp"],
            ["-nologo", "-target:library", "-nullable:enable", "-langversion:latest", "-warnaserror+", $"-out:\"{_folder["Examples.dll"]}\"", .. references, .. files.Select(f => $"\"{f}\"")],
            TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), ["exec", compiler, "-noconfig", $"@{_folder["arguments.rsp"]}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.Path,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? "" : said.Length > 0 ? said : $"exit {process.ExitCode}";
    }
}
