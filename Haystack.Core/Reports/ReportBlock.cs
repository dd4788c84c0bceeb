using System.IO.Compression;
using System.Text.Json;

namespace Haystack.Reports;

/// <summary>One packed block of a report's data: JSON, deflated, in base64, under the id by which the page asks for it.</summary>
/// <param name="Id">Of letters, digits and hyphens.</param>
/// <param name="Packed">Base64.</param>
internal sealed record ReportBlock(string Id, string Packed)
{
    public static ReportBlock Pack(string id, Action<Utf8JsonWriter> write)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(deflate))
            write(json);
        return new ReportBlock(id, Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length));
    }
}
