using System.Net.Http.Headers;
using System.Text;
using FluentAssertions;
using Haystack.Inference.Wire;
using Xunit;

namespace Haystack.Tests.Inference.Wire;

/// <summary>Request bodies into which prompts are put as they are sent.</summary>
public sealed class SplicedContentTests
{
    [Fact]
    public async Task Members_come_first_and_each_text_stands_in_the_place_of_its_mark()
    {
        var body = """{"messages":[{"content":"@@haystack-message-0@@"},{"content":"@@haystack-message-1@@"}],"stream":true}""";
        (await SpliceAsync(body, "\"truncate\":false,", ["one"], ["two ", "three"])).Should()
            .Be("""{"truncate":false,"messages":[{"content":"one"},{"content":"two three"}],"stream":true}""");
    }

    [Fact]
    public async Task A_text_that_looks_like_a_mark_is_text()
    {
        var body = """{"a":"@@haystack-message-0@@","b":"@@haystack-message-1@@"}""";
        (await SpliceAsync(body, "", ["\"@@haystack-message-1@@\""], ["@@haystack-message-0@@"])).Should()
            .Be("""{"a":"\"@@haystack-message-1@@\"","b":"@@haystack-message-0@@"}""");
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "*message 0 has no place*")]
    [InlineData("""{"x":"@@haystack-message-1@@","y":"@@haystack-message-0@@"}""", "*message 1 has no place*")]
    [InlineData("""["@@haystack-message-0@@","@@haystack-message-1@@"]""", "*not a JSON object*")]
    public async Task A_body_without_a_place_for_every_text_is_never_sent(string body, string why)
    {
        var splicing = () => SpliceAsync(body, "", ["one"], ["two"]);
        await splicing.Should().ThrowAsync<InvalidOperationException>().WithMessage(why);
    }

    private static async Task<string> SpliceAsync(string body, string members, params string[][] texts)
    {
        using var inner = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var spliced = await SplicedContent.CreateAsync(
            inner, Encoding.ASCII.GetBytes(members), [.. texts.Select(t => new JsonText(t))], TestContext.Current.CancellationToken);
        spliced.Headers.ContentType!.MediaType.Should().Be("application/json");
        var told = spliced.Headers.ContentLength;
        // Twice, since a connection that was closed meanwhile makes the client send again.
        await spliced.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        using var sent = new MemoryStream();
        await spliced.CopyToAsync(sent, TestContext.Current.CancellationToken);
        sent.Length.Should().Be(told);
        return Encoding.UTF8.GetString(sent.ToArray());
    }
}
