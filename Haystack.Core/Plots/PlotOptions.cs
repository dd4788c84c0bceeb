namespace Haystack.Plots;

/// <summary>How pictures are drawn; what they show is settled by the run alone.</summary>
public sealed record PlotOptions
{
    /// <summary>The narrowest picture, in pixels.</summary>
    public const int MinWidth = 900;

    /// <summary>The widest picture, in pixels.</summary>
    public const int MaxWidth = 2400;

    /// <summary>Pixels across, <see cref="MinWidth"/> to <see cref="MaxWidth"/>; lettering grows with it, so any width reads alike.</summary>
    /// <value>1400</value>
    /// <exception cref="HaystackException">Out of range.</exception>
    public int Width
    {
        get;
        init => field = value is >= MinWidth and <= MaxWidth
            ? value
            : throw new HaystackException($"a picture is {MinWidth} to {MaxWidth} pixels wide, not {value}");
    } = 1400;

    /// <summary>Light on dark.</summary>
    /// <value>false</value>
    public bool Dark { get; init; }

    /// <summary>PNG or SVG.</summary>
    /// <value>PNG</value>
    public PlotFormat Format { get; init; } = PlotFormat.Png;

    /// <summary>Cells with fewer answers than this are hatched.</summary>
    /// <value>10</value>
    public int FewAnswers { get; init; } = 10;
}
