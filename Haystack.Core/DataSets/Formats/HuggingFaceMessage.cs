using System.Text.Json.Serialization;

namespace Haystack.DataSets.Formats;

/// <summary>A message of a row.</summary>
internal sealed class HuggingFaceMessage
{
    [JsonPropertyName("role")]
    public string Role { get; set; } = "";

    [JsonPropertyName("content")]
    public string Content { get; set; } = "";
}
