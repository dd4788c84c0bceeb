namespace Haystack.Facts.Pools;

/// <summary>A value drawn from a pool.</summary>
/// <param name="Told">As a fact states it.</param>
/// <param name="Asked">As a question names it; differs only where common knowledge lies between the two.</param>
internal readonly record struct PoolValue(string Told, string Asked);
