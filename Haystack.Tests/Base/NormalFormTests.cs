using System.Globalization;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Haystack.Tests.Tokenization;
using Xunit;

namespace Haystack.Tests.Base;

public sealed class NormalFormTests
{
    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("a\u0323\u0308", "ạ\u0308")]
    [InlineData("a\u0308\u0323", "ạ\u0308")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u212B \u2126", "Å Ω")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1100\u1161\u11A8", "각")]
    [InlineData("가\u11A8", "각")]
    [InlineData("\u0041\u0300\u0301", "À\u0301")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    [InlineData("\uFA0A", "見")]
    [InlineData("x\uD800y", "x\uD800y")]
    [InlineData("plain 中文 é 한국", "plain 中文 é 한국")]
    public void Text_comes_out_in_form_C(string text, string composed)
    {
        NormalForm.Compose(text).Text.Should().Be(composed);
        NormalForm.IsSurelyComposed(text).Should().Be(text == composed && !text.Contains('\u0301', StringComparison.Ordinal));
    }

    [Fact]
    public void Composing_twice_changes_nothing_and_origins_ascend()
    {
        RandomText.Any.Sample(text =>
        {
            var (composed, origins) = NormalForm.Compose(text);
            return NormalForm.Compose(composed).Text == composed && origins.Length == composed.Length + 1
                && origins[^1] == text.Length && origins.Zip(origins.Skip(1)).All(p => p.First <= p.Second)
                && (!NormalForm.IsSurelyComposed(text) || composed == text);
        }, iter: 2_000);
    }

    [Theory]
    [InlineData("ﬁ½Ⅳ①ａ\u00A0x", "fi1\u20442IV1a x")]
    [InlineData("ｶ\uFF9E", "ガ")]
    [InlineData("\uFFA1\uFFC2", "가")]
    [InlineData("\u2126\u017F\u0307", "Ω\u1E61")]
    [InlineData("plain 中文 é 한국", "plain 中文 é 한국")]
    public void Text_comes_out_in_form_KC(string text, string composed) => NormalForm.Compose(text, compatible: true).Text.Should().Be(composed);

    [Theory]
    [InlineData("\u0301\u0F81", "\u0F71\u0F80\u0301")]
    [InlineData("a\u0327\u0344", "\u00E4\u0327\u0301")]
    [InlineData("\u0F71\u0F73\u0F75", "\u0F71\u0F71\u0F71\u0F72\u0F74")]
    public void Marks_that_come_apart_are_ordered_with_those_before(string text, string composed) =>
        NormalForm.Compose(text).Text.Should().Be(composed);

    /// <summary>The rules of Unicode's NormalizationTest.txt, over every character there is, each among others that it may join, as ICU has it.</summary>
    [Fact]
    [Trait("Category", "Live")]
    public async Task Every_character_comes_out_as_ICU_has_it_alone_and_among_others()
    {
        Assert.SkipUnless(ExternalTool.IsThere("node"), "needs node");
        Rune[] all = [.. Enumerable.Range(0, 0x30000).Concat(Enumerable.Range(0xE0000, 0x1000)).Where(Rune.IsValid).Select(c => new Rune(c))];
        var stream = new Seed(7).Derive("normal forms").Stream();
        Rune[] joining = [.. all.Where(r => !NormalForm.IsSurelyComposed($"{r}") || NormalForm.Compose($"{r}").Text.EnumerateRunes().Count() > 1 || Rune.GetUnicodeCategory(r) is UnicodeCategory.NonSpacingMark)];
        joining.Length.Should().BeGreaterThan(2_500);
        string[] texts =
        [
            .. all.Chunk(400).Select(k => string.Concat(k.Select(r => $"{r}\n"))),
            .. all.Chunk(400).Select(k => string.Concat(k.Select(r => $"e\u0323{r}\u0F71\u0301\u3099\u11A8\u05B4{r}{r}\u0307\n"))),
            .. Enumerable.Range(0, 20_000).Select(_ => string.Concat(Enumerable.Range(0, 2 + stream.Next(6)).Select(_ => stream.Pick(joining)))),
        ];
        var answer = await ExternalTool.RunAsync("node", [ExternalTool.RepositoryFile("Haystack.Tests", "Tokenization", "conformance", "normalize.cjs")], JsonSerializer.Serialize(texts), TestContext.Current.CancellationToken);
        var icu = JsonSerializer.Deserialize<string[][]>(answer)!;
        Assert.SkipUnless(decimal.Parse(icu[0][0], CultureInfo.InvariantCulture) >= 17, $"this node knows Unicode {icu[0][0]}, not 17");
        for (var i = 0; i < texts.Length; i++)
        {
            NormalForm.Compose(texts[i]).Text.Should().Be(icu[i + 1][0]);
            NormalForm.Composed(texts[i]).Should().Be(icu[i + 1][0]);
            NormalForm.Compose(texts[i], compatible: true).Text.Should().Be(icu[i + 1][1]);
            foreach (var form in icu[i + 1])
                NormalForm.Compose(form).Text.Should().Be(form, "both forms are in form C");
        }
    }
}
