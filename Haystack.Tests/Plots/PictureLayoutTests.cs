using System.Text;
using System.Xml.Linq;
using FluentAssertions;
using Haystack.Analysis;
using Haystack.Plots;
using Haystack.Scoring;
using Haystack.Storage;
using Haystack.Tests.Storage;
using SkiaSharp;
using Xunit;

namespace Haystack.Tests.Plots;

/// <summary>What every picture must be, of runs with 1, 4 and 15 models, three lengths, one length, one cell.</summary>
public sealed class PictureLayoutTests
{
    private static readonly Dictionary<string, Lazy<RunFigures>> Runs = new RunData[]
    {
        SampleRuns.OneLength, SampleRuns.ThreeLengths, SampleRuns.Typical, SampleRuns.Fifteen, SampleRuns.OneCell,
    }.ToDictionary(r => r.Name, r => new Lazy<RunFigures>(() => RunFigures.Of(r)), StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Runs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_third_of_a_picture_is_empty(string run)
    {
        var figures = Runs[run].Value;
        foreach (var (kind, model, draw) in PlotSet.Pictures(figures, new PlotOptions { Width = 900 }))
        {
            // Of a model without answers there is nothing to fill a picture with.
            if (model is { } of && figures.Trials.GetValueOrDefault(figures.Run.Models[of].Name, []).All(t => !t.Outcome.IsAnswer()))
                continue;
            using var bitmap = SKBitmap.Decode(draw());
            for (var third = 0; third < 3; third++)
            {
                FilledColumns(bitmap, bitmap.Width * third / 3, bitmap.Width * (third + 1) / 3).Should().BeGreaterThan(0.5, "the part {0} of 3 of {1} of {2}", third + 1, kind, run);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_of_a_title_name_or_label_is_left_out(string run)
    {
        foreach (var (kind, _, draw) in PlotSet.Pictures(Runs[run].Value, new PlotOptions { Format = PlotFormat.Svg }))
        {
            Texts(draw()).Where(t => t.Contains('…', StringComparison.Ordinal)).Should().BeEmpty("of {0} of {1}", kind, run);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_picture_is_titled_by_a_finding_and_says_whose_it_is_and_of_how_many_answers(string run)
    {
        var figures = Runs[run].Value;
        foreach (var (kind, model, draw) in PlotSet.Pictures(figures, new PlotOptions { Format = PlotFormat.Svg }))
        {
            var svg = draw();
            var texts = Texts(svg);
            var title = Title(svg);
            var names = figures.Run.Models.Select(PlotCaptions.Title).ToArray();
            names.Should().NotContain(title, "a name is no finding, which PictureFindings words: {0} of {1}", kind, run);
            title.Should().MatchRegex("found|answered|combin|lost|keeps|fall|gave|thought|generated|credible|asked|chance|set-up|shown|established|answers", "a title tells what was found (PictureFindings; a verb that is new joins this list): {0} of {1}", kind, run);
            string.Concat(texts.Take(8)).Should().Contain("n = ");
            if (model is { } of)
                string.Concat(texts.Take(8)).Replace(" ", "", StringComparison.Ordinal).Should().Contain(PlotFont.Clean(names[of]).Replace(" ", "", StringComparison.Ordinal), "{0} of {1}", kind, run);
        }
    }

    [Fact]
    public void Many_models_have_axes_of_their_own_each_with_its_name()
    {
        var figures = Runs["fifteen"].Value;
        var texts = Texts(PlotSet.Pictures(figures, new PlotOptions { Format = PlotFormat.Svg }).First().Draw());
        texts.Count(t => t == "100%").Should().BeGreaterThanOrEqualTo(13, "one pair of axes a model that answered");
        var all = string.Concat(texts).Replace(" ", "", StringComparison.Ordinal);
        foreach (var model in figures.Run.Models)
            all.Should().Contain(PlotFont.Clean(model.Name).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_title_claims_no_more_than_the_interval_holds()
    {
        var figures = Runs["typical"].Value;
        var d50 = figures.Fits["qwen3:8b"].Accuracy.D50;
        d50.HighBeyond.Should().BeTrue("else this tests nothing");
        FindingSentence.Title(figures, figures.Run.Models[0]).Should().Contain("may have lost").And.Contain("not established");
        FindingSentence.Title(figures).Should().StartWith("1 of 4 models has lost half").And.Contain("1 missed nothing").And.Contain("of 2 it is not established");
    }

    [Fact]
    public void A_difference_is_titled_by_what_may_be_concluded()
    {
        var made = PairedComparison.WithinRun(SampleRuns.Typical);
        foreach (var comparison in made)
        {
            var title = DifferenceGrid.From(comparison, 10).Title;
            var isShown = comparison.Conclusion.Contains("is right more often", StringComparison.Ordinal);
            title.Contains("is right more often than", StringComparison.Ordinal).Should().Be(isShown && !comparison.Conclusion.Contains("by some reading none is shown", StringComparison.Ordinal));
        }
    }

    /// <summary>The share of columns between two in which something but the ground stands, below the heading.</summary>
    private static double FilledColumns(SKBitmap bitmap, int from, int to)
    {
        var ground = bitmap.GetPixel(0, 0);
        var filled = 0;
        for (var x = from; x < to; x++)
        {
            for (var y = bitmap.Height / 4; y < bitmap.Height * 3 / 4; y++)
            {
                if (bitmap.GetPixel(x, y) != ground)
                {
                    filled++;
                    break;
                }
            }
        }

        return (double)filled / (to - from);
    }

    /// <summary>The lines that are set as the first is.</summary>
    private static string Title(byte[] svg)
    {
        var lines = XDocument.Parse(Encoding.UTF8.GetString(svg)).Descendants().Where(e => e.Name.LocalName == "text").ToArray();
        return string.Join(' ', lines.TakeWhile(l => l.Attribute("font-size")?.Value == lines[0].Attribute("font-size")?.Value).Select(l => l.Value));
    }

    private static string[] Texts(byte[] svg) =>
        [.. XDocument.Parse(Encoding.UTF8.GetString(svg)).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
}
