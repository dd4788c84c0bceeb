namespace Haystack.DataSets.Intake;

/// <summary>A file in a ZIP archive.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Method">How it is packed (APPNOTE 4.4.5).</param>
/// <param name="PackedLength">Its bytes in the archive.</param>
/// <param name="Length">Its bytes unpacked, as the directory says.</param>
/// <param name="Offset">Where its header stands.</param>
internal sealed record PackedFile(string Name, int Method, long PackedLength, long Length, long Offset);
