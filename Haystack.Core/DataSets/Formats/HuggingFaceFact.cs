using System.Text.Json.Serialization;
using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>A planted fact of a row; spans relative to the message's content.</summary>
internal sealed class HuggingFaceFact
{
    [JsonPropertyName("text")]
    public string Text { get; set; } = "";

    [JsonPropertyName("char_start")]
    public int CharStart { get; set; }

    [JsonPropertyName("char_end")]
    public int CharEnd { get; set; }

    [JsonPropertyName("token_start")]
    public int TokenStart { get; set; }

    [JsonPropertyName("token_end")]
    public int TokenEnd { get; set; }

    /// <summary>A fact as it stands in a prompt.</summary>
    public static HuggingFaceFact Of(PlantedFact fact, Prompt prompt) => new()
    {
        Text = fact.Text,
        CharStart = prompt.Head.Length + fact.CharStart,
        CharEnd = prompt.Head.Length + fact.CharEnd,
        TokenStart = prompt.HeadTokens + fact.TokenStart,
        TokenEnd = prompt.HeadTokens + fact.TokenEnd,
    };
}
