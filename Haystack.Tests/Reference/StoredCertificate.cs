using System.Text.Json;
using Haystack.Tests.Reports;

namespace Haystack.Tests.Reference;

/// <summary>The certificates that lie in <c>docs/reference/</c>, as its script made them.</summary>
internal static class StoredCertificate
{
    /// <summary>Reads one.</summary>
    public static JsonElement Read(string variant) => JsonDocument.Parse(File.ReadAllText(RepositoryFile.Of($"docs/reference/{variant}/certificate.json"))).RootElement;
}
