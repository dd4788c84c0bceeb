using PublicApiGenerator;
using Xunit;

namespace Haystack.Tests;

/// <summary>
/// The library's public API as a text file: what a release promises. A change that was meant is approved by renaming
/// the file with <c>.received.txt</c> that this test leaves.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one() =>
        Approve.Text(typeof(Sweep).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }) + "\n");
}
