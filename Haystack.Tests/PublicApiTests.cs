using System.Reflection;
using Haystack.Statistics;
using Haystack.Tokenization;
using PublicApiGenerator;
using Xunit;

namespace Haystack.Tests;

/// <summary>
/// The public API of each package as a text file: what a release promises. A change that was meant is approved by renaming
/// the file with <c>.received.txt</c> that this test leaves.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one() => Approve.Text(Of(typeof(Sweep).Assembly));

    [Fact]
    public void The_public_api_of_Base_is_the_approved_one() => Approve.Text(Of(typeof(Seed).Assembly));

    [Fact]
    public void The_public_api_of_Statistics_is_the_approved_one() => Approve.Text(Of(typeof(Proportion).Assembly));

    [Fact]
    public void The_public_api_of_Tokenizers_is_the_approved_one() => Approve.Text(Of(typeof(ModelTokenizer).Assembly));

    private static string Of(Assembly package) => package.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }) + "\n";
}
