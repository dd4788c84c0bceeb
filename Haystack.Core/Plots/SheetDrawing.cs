using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Draws a <see cref="ModelSheet"/>: small multiples, whose axes are the same everywhere, so that cells at one place compare.</summary>
internal static class SheetDrawing
{
    /// <summary>Up to so many models each has the whole width, up to so many half of it, and more a third.</summary>
    private static readonly (int Models, int Across)[] Layouts = [(4, 1), (30, 2), (int.MaxValue, 3)];

    private const float Gap = 26;
    private const float Scale = 28;
    private const float LineHeight = 15;
    private const float FindingSize = 11;
    private const int FindingLines = 2;

    public static byte[] Draw(ModelSheet sheet, PlotOptions options)
    {
        var across = Layouts.First(l => sheet.Tiles.Count <= l.Models).Across;
        var down = (sheet.Tiles.Count + across - 1) / across;
        var width = (Picture.Width - 2 * Picture.Margin - (across - 1) * Gap) / across;
        var panel = across == 1 ? 190f : 132f;
        var tile = 22 + FindingLines * LineHeight + panel + SheetPanel.Below + 16;
        var body = Scale + down * tile;
        var frame = new PictureFrame(sheet.Title, sheet.Subtitle, sheet.Captions);
        return Picture.Draw(options, frame.Height(body), picture =>
        {
            frame.Paint(picture, body);
            Legend(picture, frame.Top + 4);
            for (var i = 0; i < sheet.Tiles.Count; i++)
            {
                var left = Picture.Margin + i % across * (width + Gap);
                Tile(picture, sheet.Tiles[i], new SKRect(left, frame.Top + Scale + i / across * tile, left + width, 0), panel);
            }
        });
    }

    private static void Tile(Picture picture, SheetTile tile, SKRect place, float panel)
    {
        var (left, top, width) = (place.Left, place.Top, place.Width);
        picture.Text(tile.Name, left, top + 14, 14, picture.Theme.Ink, bold: true, width: width);
        using var font = PlotFont.Of(FindingSize);
        var lines = PlotFont.Wrap(tile.Finding, width, font).ToArray();
        // What does not fit in two lines ends in the last, with its middle left out.
        var shown = lines.Length <= FindingLines ? lines : [.. lines.Take(FindingLines - 1), string.Join(' ', lines.Skip(FindingLines - 1))];
        for (var i = 0; i < shown.Length; i++)
            picture.Text(shown[i], left, top + 30 + i * LineHeight, FindingSize, picture.Theme.Muted, width: width);
        var y = top + 22 + FindingLines * LineHeight;
        if (tile.Depth.Cells.Count == 0)
        {
            SheetPanel.Draw(picture, tile.Recall, new SKRect(left, y, left + width, y + panel));
            return;
        }

        // Distances are more than lengths, and have the wider half.
        var half = (width - 12) * 0.56f;
        SheetPanel.Draw(picture, tile.Recall, new SKRect(left, y, left + half, y + panel));
        SheetPanel.Draw(picture, tile.Depth, new SKRect(left + half + 12, y, left + width, y + panel));
    }

    /// <summary>The colours, fixed to 0–100% as in every heatmap.</summary>
    private static void Legend(Picture picture, float y)
    {
        const float width = 220;
        const int steps = 110;
        for (var i = 0; i < steps; i++)
        {
            using var fill = new SKPaint { Color = ColourScale.Share((i + 0.5) / steps) };
            picture.Canvas.DrawRect(Picture.Margin + 32 + i * width / steps, y, width / steps + 0.5f, 10, fill);
        }

        picture.Text("0%", Picture.Margin + 26, y + 10, 12, picture.Theme.Ink, SKTextAlign.Right);
        picture.Text("100%", Picture.Margin + 38 + width, y + 10, 12, picture.Theme.Ink);
    }
}
