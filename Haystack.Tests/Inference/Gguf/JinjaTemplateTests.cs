using System.Text.Json;
using FluentAssertions;
using Haystack.LLama.Templates;
using Xunit;

namespace Haystack.Tests.Inference.Gguf;

/// <summary>
/// Chat templates come out as Jinja itself writes them: <c>templates.json</c> holds templates of known models and pieces of the language,
/// with what Jinja 3.1.6 made of them under Hugging Face's settings.
/// </summary>
public sealed class JinjaTemplateTests
{
    private static readonly Lazy<JsonDocument> Cases = new(() =>
    {
        using var stream = typeof(JinjaTemplateTests).Assembly.GetManifestResourceStream("templates.json")!;
        return BoundedJson.Parse(new StreamReader(stream).ReadToEnd());
    });

    public static TheoryData<string> Names => [.. Cases.Value.RootElement.EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_template_comes_out_as_Jinja_writes_it(string name)
    {
        var one = Cases.Value.RootElement.EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        var values = one.GetProperty("values").EnumerateObject().ToDictionary(v => v.Name, v => Value(v.Value));
        var render = () => JinjaTemplate.Parse(one.GetProperty("template").GetString()!).Render(values, new DateTimeOffset(2026, 3, 5, 7, 8, 9, TimeSpan.Zero));
        if (one.GetProperty("expected").GetString() is { } expected)
            render().Should().Be(expected);
        else
            render.Should().Throw<HaystackException>().WithMessage("it refuses this prompt: *");
    }

    [Theory]
    [InlineData("{% include 'x' %}", "line 1: the block 'include' is not known here")]
    [InlineData("a\n{{ x | wordwrap }}", "line 2: the filter 'wordwrap' is not known here")]
    [InlineData("{% if a %}", "line 1: *")]
    [InlineData("{{ 'a }}", "line 1: a string without an end")]
    [InlineData("{% endfor %}", "line 1: *")]
    [InlineData("{{ nothing() }}", "something is called that is no function")]
    [InlineData("{{ nothing.member }}", "'member' is asked of what is not there")]
    [InlineData("{% for i in range(99999) %}{% for k in range(99999) %}{% endfor %}{% endfor %}", "it comes to no end")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "it calls itself without end")]
    [InlineData("{{ 'a' * 999999999 }}", "a text is made without end")]
    public void What_is_not_known_or_has_no_end_is_refused(string template, string message)
    {
        var render = () => JinjaTemplate.Parse(template).Render([], default);
        render.Should().Throw<HaystackException>().WithMessage(message);
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => Members(value),
        _ => null,
    };

    private static OrderedDictionary<string, object?> Members(JsonElement value)
    {
        var members = new OrderedDictionary<string, object?>();
        foreach (var member in value.EnumerateObject())
            members[member.Name] = Value(member.Value);
        return members;
    }
}
