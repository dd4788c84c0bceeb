namespace Haystack.Plots;

/// <summary>What surrounds every picture: title and subtitle above, captions below.</summary>
internal sealed class PictureFrame
{
    /// <summary>Units above the body.</summary>
    public const float Top = 66;

    private const float LineHeight = 17;
    private const float CaptionSize = 12;

    private readonly string _title;
    private readonly string _subtitle;
    private readonly IReadOnlyList<string> _lines;

    public PictureFrame(string title, string subtitle, IEnumerable<string> captions)
    {
        _title = title;
        _subtitle = subtitle;
        using var font = PlotFont.Of(CaptionSize);
        _lines = [.. captions.SelectMany(c => PlotFont.Wrap(c, Picture.Width - 2 * Picture.Margin, font))];
    }

    /// <summary>Units of the whole picture around a body of <paramref name="body"/> units.</summary>
    public float Height(float body) => Top + body + _lines.Count * LineHeight + 14;

    /// <summary>A sentence as a title is set smaller before anything of it is left out.</summary>
    private float TitleSize()
    {
        const float largest = 20, smallest = 13;
        for (var size = largest; size > smallest; size--)
        {
            using var font = PlotFont.Of(size, bold: true);
            if (font.MeasureText(_title) <= Picture.Width - 2 * Picture.Margin)
                return size;
        }

        return smallest;
    }

    public void Paint(Picture picture, float body)
    {
        picture.Text(_title, Picture.Margin, 32, TitleSize(), picture.Theme.Ink, bold: true);
        picture.Text(_subtitle, Picture.Margin, 54, 14, picture.Theme.Muted);
        for (var i = 0; i < _lines.Count; i++)
            picture.Text(_lines[i], Picture.Margin, Top + body + (i + 0.8f) * LineHeight, CaptionSize, picture.Theme.Muted);
    }
}
