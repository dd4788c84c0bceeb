using System.Text.Json.Serialization;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.DataSets.Formats;

/// <summary>A question as a row of Parquet; the fields of docs/exchange.md, and <c>target</c>.</summary>
internal sealed class HuggingFaceRow
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [JsonPropertyName("document_id")]
    public string DocumentId { get; set; } = "";

    [JsonPropertyName("family")]
    public string Family { get; set; } = "";

    [JsonPropertyName("language")]
    public string Language { get; set; } = "";

    [JsonPropertyName("arm")]
    public string Arm { get; set; } = "";

    [JsonPropertyName("order")]
    public string Order { get; set; } = "";

    [JsonPropertyName("context_tokens")]
    public int ContextTokens { get; set; }

    [JsonPropertyName("distance_tokens")]
    public int? DistanceTokens { get; set; }

    [JsonPropertyName("position")]
    public double Position { get; set; }

    [JsonPropertyName("tokenizer")]
    public string Tokenizer { get; set; } = "";

    [JsonPropertyName("messages")]
    public List<HuggingFaceMessage> Messages { get; set; } = [];

    [JsonPropertyName("answer")]
    public string Answer { get; set; } = "";

    [JsonPropertyName("accepted")]
    public List<string> Accepted { get; set; } = [];

    [JsonPropertyName("target")]
    public List<string> Target { get; set; } = [];

    [JsonPropertyName("facts")]
    public List<HuggingFaceFact> Facts { get; set; } = [];

    [JsonPropertyName("question")]
    public string Question { get; set; } = "";

    [JsonPropertyName("question_placement")]
    public string QuestionPlacement { get; set; } = "";

    [JsonPropertyName("arrangement")]
    public string Arrangement { get; set; } = "";

    [JsonPropertyName("rung_tokens")]
    public int RungTokens { get; set; }

    [JsonPropertyName("chain")]
    public int Chain { get; set; }

    [JsonPropertyName("hops")]
    public int Hops { get; set; }

    [JsonPropertyName("fact_position")]
    public double? FactPosition { get; set; }

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [JsonPropertyName("chance_level")]
    public double ChanceLevel { get; set; }

    [JsonPropertyName("choices")]
    public List<string> Choices { get; set; } = [];

    [JsonPropertyName("intermediates")]
    public List<string> Intermediates { get; set; } = [];

    [JsonPropertyName("unplanted")]
    public List<string> Unplanted { get; set; } = [];

    [JsonPropertyName("values")]
    public List<string> Values { get; set; } = [];

    /// <summary>The row of a question.</summary>
    public static HuggingFaceRow Of(string tokenizer, Targets targets, Document document, Prompt prompt)
    {
        var (plan, chain, question) = (document.Plan, prompt.Chain, prompt.Question);
        return new HuggingFaceRow
        {
            Id = QuestionFields.Id(document, prompt),
            DocumentId = plan.Id,
            Family = plan.Family,
            Language = plan.Language,
            Arm = question.Arm.ToText(),
            Order = chain.Order.ToText(),
            ContextTokens = prompt.ContentTokens,
            DistanceTokens = chain.IsOrphan ? null : plan.Chains[chain.Index].DistanceTokens,
            Position = Math.Round(document.PositionOf(chain.Index), 6),
            Tokenizer = tokenizer,
            Messages = [new HuggingFaceMessage { Role = "user", Content = prompt.Content }],
            Answer = question.ExpectsAbstention ? "" : question.Answer,
            Accepted = question.ExpectsAbstention ? [] : [.. question.Accepted],
            Target = [.. targets.Of(document, question)],
            Facts = [.. QuestionFields.FactsIn(document, prompt).Select(f => HuggingFaceFact.Of(f, prompt))],
            Question = question.Text,
            QuestionPlacement = prompt.Placement.ToText(),
            Arrangement = plan.Arrangement.ToText(),
            RungTokens = plan.ContextTokens,
            Chain = chain.Index,
            Hops = chain.Hops,
            FactPosition = QuestionFields.FactPosition(document, prompt),
            Kind = question.Kind.ToString().ToLowerInvariant(),
            ChanceLevel = question.ChanceLevel,
            Choices = [.. question.Choices],
            Intermediates = [.. question.Intermediates],
            Unplanted = [.. QuestionFields.Unplanted(question)],
            Values = [.. document.Values],
        };
    }
}
