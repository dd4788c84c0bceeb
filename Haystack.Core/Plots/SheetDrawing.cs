using SkiaSharp;

namespace Haystack.Plots;

/// <summary>Draws a <see cref="ModelSheet"/>: small multiples, whose axes are the same everywhere, so that cells at one place compare.</summary>
internal static class SheetDrawing
{
    /// <summary>Up to so many models each has the whole width, up to so many half of it, and more a third.</summary>
    private static readonly (int Models, int Across)[] Layouts = [(4, 1), (30, 2), (int.MaxValue, 3)];

    private const float Gap = 26;
    private const float Scale = 28;
    private const float NameSize = 14;
    private const float NameLine = 18;
    private const float FindingSize = 11;
    private const float FindingLine = 15;
    private const float BelowHead = 10;

    public static byte[] Draw(ModelSheet sheet, PlotOptions options)
    {
        var across = Layouts.First(l => sheet.Tiles.Count <= l.Models).Across;
        var width = (Picture.Width - 2 * Picture.Margin - (across - 1) * Gap) / across;
        var panel = across == 1 ? 190f : 132f;
        using SKFont bold = PlotFont.Of(NameSize, bold: true), plain = PlotFont.Of(FindingSize);
        // Neither names nor findings are cut: cut ones could look like one another, or say something else.
        var heads = sheet.Tiles.Select(t => (Name: PlotFont.Wrap(t.Name, width, bold).ToArray(), Finding: PlotFont.Wrap(t.Finding, width, plain).ToArray())).ToArray();
        var rows = heads.Chunk(across).Select(row => row.Max(h => h.Name.Length * NameLine + h.Finding.Length * FindingLine) + BelowHead).ToArray();
        var below = panel + SheetPanel.Below + 16;
        var body = Scale + rows.Sum(r => r + below);
        var frame = new PictureFrame(sheet.Title, sheet.Subtitle, sheet.Captions);
        return Picture.Draw(options, frame.Height(body), picture =>
        {
            frame.Paint(picture, body);
            Legend(picture, frame.Top + 4);
            var top = frame.Top + Scale;
            for (var i = 0; i < sheet.Tiles.Count; i++)
            {
                var left = Picture.Margin + i % across * (width + Gap);
                Head(picture, heads[i], left, top);
                var y = top + rows[i / across];
                Panels(picture, sheet.Tiles[i], new SKRect(left, y, left + width, y + panel));
                if (i % across == across - 1)
                    top = y + below;
            }
        });
    }

    private static void Head(Picture picture, (string[] Name, string[] Finding) head, float left, float top)
    {
        top -= 4;
        foreach (var line in head.Name)
            picture.Line(line, left, top += NameLine, NameSize, picture.Theme.Ink, bold: true);
        foreach (var line in head.Finding)
            picture.Line(line, left, top += FindingLine, FindingSize, picture.Theme.Muted);
    }

    private static void Panels(Picture picture, SheetTile tile, SKRect place)
    {
        if (tile.Depth.Cells.Count == 0)
        {
            SheetPanel.Draw(picture, tile.Recall, place);
            return;
        }

        // Distances are more than lengths, and have the wider half.
        var half = (place.Width - 12) * 0.56f;
        SheetPanel.Draw(picture, tile.Recall, place with { Right = place.Left + half });
        SheetPanel.Draw(picture, tile.Depth, place with { Left = place.Left + half + 12 });
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
