namespace Haystack.Corpora;

/// <summary>What was read of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Encoding">What it was read as.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="BytesRead">How many of them were read: all, or a sample.</param>
/// <param name="Books">Books of Project Gutenberg in it whose headers and footers were taken off.</param>
/// <param name="BytesDropped">How many bytes of those read were taken off.</param>
/// <param name="SameAs">An earlier file with the same content; null where there is none.</param>
internal sealed record FileIntake(string Path, string Encoding, long Bytes, long BytesRead, int Books, long BytesDropped, string? SameAs);
