namespace Haystack.Statistics.Allocation;

/// <summary>What further chains would bring.</summary>
internal interface IDesign
{
    /// <summary>What one more chain in <paramref name="cell"/> is worth.</summary>
    double Gain(AllocationCell cell);

    /// <summary>Counts one more chain in <paramref name="cell"/> as asked.</summary>
    void Add(AllocationCell cell);

    /// <summary>A copy to try documents on.</summary>
    IDesign Copy();
}
