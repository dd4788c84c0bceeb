using System.Text;
using System.Xml.Linq;
using FluentAssertions;
using Haystack.Facts;
using Haystack.Plots;
using Haystack.Tests.Storage;
using Xunit;

namespace Haystack.Tests.Plots;

/// <summary>Whatever models are called, each is told from the others in every picture, on a machine without fonts too.</summary>
public sealed class PlotNamesTests
{
    [Theory]
    [InlineData("模型-甲:7b", "模型-乙:7b")]
    [InlineData("모델-가:7b", "모델-나:7b")]
    [InlineData("мистраль:7b", "мистрал:7b")]
    [InlineData("モデル", "モテル")]
    [InlineData("🦙:7b", "🐪:7b")]
    [InlineData("a\u200bb", "ab")]
    [InlineData("a\u00a0b", "a b")]
    [InlineData("a  b", "a b")]
    [InlineData("模", "{U+6A21}")]
    [InlineData("模型", "模{U+578B}")]
    [InlineData("a\u0301", "a\u0300")]
    [InlineData("?", "模")]
    public void Names_that_differ_look_different(string one, string other)
    {
        var (first, second) = (PlotFont.Clean(one), PlotFont.Clean(other));
        first.Should().NotBe(second);
        // Each of their letters is in the font that comes with the program.
        using var font = PlotFont.Of(12);
        using var bold = PlotFont.Of(12, bold: true);
        (first + second).EnumerateRunes().Should().OnlyContain(r => font.Typeface.GetGlyph(r.Value) != 0 && bold.Typeface.GetGlyph(r.Value) != 0);
    }

    [Theory]
    [InlineData("qwen3:8b")]
    [InlineData("hf.co/org_x/Model-1.5B-GGUF:Q4_K_M?think=high&num_ctx=8192")]
    [InlineData("учёный-мистраль:7b")]
    [InlineData("modèle-à-façon")]
    public void What_the_font_has_stays_as_it_is(string name) => PlotFont.Clean(name).Should().Be(name);

    [Fact]
    public void Code_points_in_a_row_share_their_brackets() => PlotFont.Clean("a模型b").Should().Be("a{U+6A21 578B}b");

    [Theory]
    [InlineData("模型-甲", "模型-乙")]
    [InlineData("hf.co/somebody-with-a-long-name/a-model-of-many-words-in-its-name-qwen-distilled-for-reasoning-32b-gguf:q4_k_m", "hf.co/somebody-with-a-long-name/a-model-of-many-words-in-its-name-llama-distilled-for-reasoning-32b-gguf:q4_k_m")]
    public void Every_picture_of_all_models_holds_each_name_in_full(string one, string other)
    {
        // Seven, so that each has axes of its own and half the width on the sheet.
        string[] names = [one, other, "c", "d", "e", "f", "g"];
        var run = SampleRuns.Make(
            "named", [.. names.Select(n => new SampleModel { Name = n })], new SampleShape { Contexts = [4096, 8192], Distances = [0, 1024], Documents = 4, Families = ["link"], Arms = [Arm.Pair, Arm.First] });
        var pictures = PlotSet.Pictures(RunFigures.Of(run), new PlotOptions { Format = PlotFormat.Svg }).Where(p => p.Model is null).ToArray();
        pictures.Should().HaveCount(2);
        foreach (var (kind, _, draw) in pictures)
        {
            var all = string.Concat(XDocument.Parse(Encoding.UTF8.GetString(draw())).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)).Replace(" ", "", StringComparison.Ordinal);
            foreach (var name in names)
                all.Should().Contain(PlotFont.Clean(name).Replace(" ", "", StringComparison.Ordinal), kind);
            all.Should().NotContain("…").And.NotContain("?");
        }
    }
}
