using FluentAssertions;
using Haystack.Inference.InProcess;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Inference.Gguf;

/// <summary>The engine is a package of its own: it is found where installing puts it.</summary>
public sealed class EngineLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("app", "app/Haystack.LLama.dll")]
    [InlineData("tools/.store/haystack.cli/0.1.0/haystack.cli/0.1.0/tools/net10.0/any", "tools/.store/haystack.llama.tool.linux-x64/0.1.0/haystack.llama.tool.linux-x64/0.1.0/tools/net10.0/any/Haystack.LLama.dll")]
    [InlineData("packages/haystack.cli/0.1.0/tools/net10.0/any", "packages/haystack.llama.tool.osx-arm64/0.1.0/tools/net10.0/any/Haystack.LLama.dll")]
    [InlineData("artifacts/bin/Haystack.Cli/debug", "artifacts/bin/Haystack.LLama/debug/Haystack.LLama.dll")]
    public void It_is_found_beside_the_program_and_beside_the_tool(string program, string engine)
    {
        var (folder, file) = (_folder[program] + Path.DirectorySeparatorChar, _folder[engine]);
        Directory.CreateDirectory(folder);
        EngineLibrary.Find(folder).Should().BeNull();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        EngineLibrary.Find(folder).Should().Be(file);
    }
}
