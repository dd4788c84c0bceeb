namespace Haystack.Plots;

/// <summary>What kind of file a picture becomes.</summary>
public enum PlotFormat
{
    /// <summary>Pixels.</summary>
    Png,

    /// <summary>Vectors.</summary>
    Svg,
}
