using FluentAssertions;
using Haystack.Tests.Reports;
using Xunit;

namespace Haystack.Tests.Architecture;

/// <summary>One style of messages to users: a small letter, one line, and no point at the end, so that each can stand behind another's colon.</summary>
public sealed class MessageStyleTests
{
    private static readonly HashSet<string> Names = ["Ollama", "OpenAI", "GGUF", "UTF-8", "JSON", "C"];

    [Fact]
    public void Every_message_is_of_one_style()
    {
        var messages = Sources().SelectMany(s => SourceMessage.In(s.Text), (s, m) => (s.File, Message: m)).ToArray();
        messages.Should().HaveCountGreaterThan(500, "a scan that finds few has lost its eyes");
        string.Join("\n", messages.Select(m => m.Message.Fault(Names) is { } fault ? $"{m.File}: '{m.Message.Text}' {fault}" : null).OfType<string>()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("throw new HaystackException($\"There is no {name}\");")]
    [InlineData("throw new HaystackException($\"{name}: there is none.\");")]
    [InlineData("throw new MistypedModelException(a ? \"of one\" : \"Of another\");")]
    [InlineData("throw new HaystackException(\n    $\"the {F(\"a\", '\"')} is long \"\n    + \"and ends.\");")]
    [InlineData("notice($\"two  blanks\");")]
    [InlineData("return new Reading { Fault = $\"Broken\" };")]
    [InlineData("throw new HaystackException(x switch { 1 => \"one\", _ => \"Other\" });")]
    public void One_of_another_style_is_seen(string source) =>
        SourceMessage.In(source).Should().Contain(m => m.Fault(Names) != null);

    [Theory]
    [InlineData("throw new HaystackException($\"{Name} says {string.Join(\". \", all)}\", e);")]
    [InlineData("throw new HaystackException($\"the {a}: \" + $\"{b}\");")]
    [InlineData("throw new InvalidOperationException(\"For us.\");")]
    [InlineData("notice($\"Ollama has none\");")]
    public void One_of_this_style_is_let_through(string source) =>
        SourceMessage.In(source).Should().NotContain(m => m.Fault(Names) != null);

    private static IEnumerable<(string File, string Text)> Sources() =>
        from project in (string[])["Haystack.Base", "Haystack.Statistics", "Haystack.Tokenizers", "Haystack.Core", "Haystack.Cli", "Haystack.LLama", "Haystack.LLama.Tool"]
        from file in Directory.EnumerateFiles(RepositoryFile.Of(project), "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Contains("obj")
        select (Path.GetFileName(file), File.ReadAllText(file));
}
