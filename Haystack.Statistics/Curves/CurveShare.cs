namespace Haystack.Statistics.Curves;

/// <summary>What one document contributed to one pattern.</summary>
internal readonly record struct CurveShare(int Document, int Pattern, double N, double K);
