using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

public sealed class UserTokenFinderTests
{
    [Theory]
    [InlineData("abcd", true, "ab")]
    [InlineData("abcd", false, "bcd")]
    [InlineData("x abcdefg", false, "ab")]
    [InlineData("x abcdef", false, "bcd")]
    [InlineData("ab ab", false, "ab")]
    public void Of_overlapping_tokens_one_goes_first(string text, bool leftmostFirst, string found)
    {
        var finder = new UserTokenFinder(new Dictionary<string, int> { ["ab"] = 1, ["bcd"] = 2, ["defg"] = 3 }, leftmostFirst);
        finder.TryFind(text, out var at, out var length, out var id).Should().BeTrue();
        text.Substring(at, length).Should().Be(found);
        id.Should().BePositive();
        at.Should().Be(text.IndexOf(found, StringComparison.Ordinal));
    }
}
