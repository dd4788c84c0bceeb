namespace Haystack.Statistics.Curves;

/// <summary>How the slope goes with the other parameters; all 0 where it is free.</summary>
/// <param name="IsFree">Whether it is a parameter of its own.</param>
/// <param name="ByLevel">∂b/∂a.</param>
/// <param name="ByLapse">∂b/∂λ.</param>
/// <param name="PartedTerm">Which term is what parting the facts adds; −1 for none.</param>
/// <param name="ByParted">∂b by that term's coefficient.</param>
internal readonly record struct SlopeTie(bool IsFree, double ByLevel, double ByLapse, int PartedTerm, double ByParted);
