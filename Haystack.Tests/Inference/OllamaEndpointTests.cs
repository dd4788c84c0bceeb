using FluentAssertions;
using Haystack.Inference.Ollama;
using Xunit;

namespace Haystack.Tests.Inference;

public sealed class OllamaEndpointTests
{
    [Theory]
    [InlineData(null, "http://127.0.0.1:11434/")]
    [InlineData("  ", "http://127.0.0.1:11434/")]
    [InlineData("box", "http://box:11434/")]
    [InlineData("box:8080", "http://box:8080/")]
    [InlineData(":8080", "http://127.0.0.1:8080/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("\"10.0.0.5\"", "http://10.0.0.5:11434/")]
    [InlineData("http://box", "http://box/")]
    [InlineData("https://box.example", "https://box.example/")]
    [InlineData("http://box:11434/", "http://box:11434/")]
    [InlineData("https://box.example/ollama", "https://box.example/ollama/")]
    [InlineData("[::]:11434", "http://[::1]:11434/")]
    [InlineData("[::1]", "http://[::1]:11434/")]
    [InlineData("::1", "http://[::1]:11434/")]
    [InlineData("[fd00::5]:99", "http://[fd00::5]:99/")]
    public void Every_form_of_OLLAMA_HOST_is_an_address(string? text, string address) =>
        OllamaEndpoint.Parse(text).AbsoluteUri.Should().Be(address);

    [Theory]
    [InlineData("ftp://box")]
    [InlineData("box:port")]
    [InlineData("box:70000")]
    [InlineData("http://user:secret@box")]
    [InlineData("bo x")]
    public void What_is_no_address_is_refused_in_one_line(string text)
    {
        var parse = () => OllamaEndpoint.Parse(text);
        parse.Should().Throw<HaystackException>().WithMessage("* is not the address of a server *");
    }

    [Theory]
    [InlineData("0.34.0", null)]
    [InlineData("0.33.0-rc2", null)]
    [InlineData("0.12.6", null)]
    [InlineData("0.30.1", null)]
    [InlineData("0.0.0", null)]
    [InlineData("main-abc", null)]
    [InlineData("0.30.0", "it counts only the uncached part of a prompt")]
    [InlineData("0.12.5", "it leaves out the count of cached prompts and truncates silently")]
    [InlineData("0.5.7", "it leaves out the count of cached prompts and truncates silently")]
    public void Versions_are_told_apart_by_how_they_count(string version, string? fault) =>
        OllamaVersion.Parse(version).CountingFault.Should().Be(fault);
}
