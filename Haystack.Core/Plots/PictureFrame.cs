using SkiaSharp;

namespace Haystack.Plots;

/// <summary>What surrounds every picture: title and subtitle above, captions below, each in as many lines as it takes.</summary>
internal sealed class PictureFrame
{
    private const float LineHeight = 17;
    private const float CaptionSize = 12;
    private const float TitleSize = 20;
    private const float TitleLine = 25;
    private const float SubtitleSize = 14;
    private const float SubtitleLine = 19;
    private const float Room = Picture.Width - 2 * Picture.Margin;

    private readonly IReadOnlyList<string> _title;
    private readonly IReadOnlyList<string> _subtitle;
    private readonly IReadOnlyList<string> _lines;

    public PictureFrame(string title, string subtitle, IEnumerable<string> captions)
    {
        using SKFont large = PlotFont.Of(TitleSize, bold: true), middle = PlotFont.Of(SubtitleSize), small = PlotFont.Of(CaptionSize);
        // A finding of which the middle is left out says something else: nothing of it is cut.
        _title = [.. PlotFont.Wrap(title, Room, large)];
        _subtitle = [.. PlotFont.Wrap(subtitle, Room, middle)];
        _lines = [.. captions.SelectMany(c => PlotFont.Wrap(c, Room, small))];
    }

    /// <summary>Units above the body.</summary>
    public float Top => 22 + _title.Count * TitleLine + _subtitle.Count * SubtitleLine;

    /// <summary>Units of the whole picture around a body of <paramref name="body"/> units.</summary>
    public float Height(float body) => Top + body + _lines.Count * LineHeight + 14;

    public void Paint(Picture picture, float body)
    {
        var y = 7f;
        foreach (var line in _title)
            picture.Line(line, Picture.Margin, y += TitleLine, TitleSize, picture.Theme.Ink, bold: true);
        y += 3;
        foreach (var line in _subtitle)
            picture.Line(line, Picture.Margin, y += SubtitleLine, SubtitleSize, picture.Theme.Muted);
        for (var i = 0; i < _lines.Count; i++)
            picture.Line(_lines[i], Picture.Margin, Top + body + (i + 0.8f) * LineHeight, CaptionSize, picture.Theme.Muted);
    }
}
