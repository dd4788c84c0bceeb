using System.Text.Json;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.DataSets.Formats;

/// <summary>The fields of a question, written where a format wants them. docs/exchange.md says what each means.</summary>
internal static class QuestionFields
{
    /// <summary>A question's identity in its data set: the same in every format.</summary>
    public static string Id(Document document, Prompt prompt) =>
        $"{document.Plan.Id}-{prompt.Chain.Index}-{prompt.Question.Arm.ToText()}{(prompt.Placement == QuestionPlacement.Before ? "-before" : "")}";

    /// <summary>From <c>document_id</c> to <c>tokenizer</c>: what is asked, of which document.</summary>
    public static void WriteCell(Utf8JsonWriter json, string tokenizer, Document document, Prompt prompt)
    {
        var (plan, chain, question) = (document.Plan, prompt.Chain, prompt.Question);
        json.WriteString("document_id"u8, plan.Id);
        json.WriteString("family"u8, plan.Family);
        json.WriteString("language"u8, plan.Language);
        json.WriteString("arm"u8, question.Arm.ToText());
        json.WriteString("order"u8, chain.Order.ToText());
        json.WriteNumber("context_tokens"u8, prompt.ContentTokens);
        if (chain.IsOrphan)
            json.WriteNull("distance_tokens"u8);
        else
            json.WriteNumber("distance_tokens"u8, plan.Chains[chain.Index].DistanceTokens);
        json.WriteNumber("position"u8, Math.Round(document.PositionOf(chain.Index), 6));
        json.WriteString("tokenizer"u8, tokenizer);
    }

    /// <summary><c>answer</c> and <c>accepted</c>, both empty where the text does not say.</summary>
    public static void WriteAnswer(Utf8JsonWriter json, Question question)
    {
        json.WriteString("answer"u8, question.ExpectsAbstention ? "" : question.Answer);
        WriteTexts(json, "accepted", question.ExpectsAbstention ? [] : question.Accepted);
    }

    /// <summary><c>facts</c>, spans relative to the message's content.</summary>
    public static void WriteFacts(Utf8JsonWriter json, Document document, Prompt prompt)
    {
        json.WriteStartArray("facts"u8);
        foreach (var fact in FactsIn(document, prompt))
        {
            json.WriteStartObject();
            json.WriteString("text"u8, fact.Text);
            json.WriteNumber("char_start"u8, prompt.Head.Length + fact.CharStart);
            json.WriteNumber("char_end"u8, prompt.Head.Length + fact.CharEnd);
            json.WriteNumber("token_start"u8, prompt.HeadTokens + fact.TokenStart);
            json.WriteNumber("token_end"u8, prompt.HeadTokens + fact.TokenEnd);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>From <c>question</c> to <c>values</c>: what scoring an answer takes beside the answer itself.</summary>
    public static void WriteScoring(Utf8JsonWriter json, Document document, Prompt prompt)
    {
        var (chain, question) = (prompt.Chain, prompt.Question);
        json.WriteString("question"u8, question.Text);
        json.WriteString("question_placement"u8, prompt.Placement.ToText());
        json.WriteString("arrangement"u8, document.Plan.Arrangement.ToText());
        json.WriteNumber("rung_tokens"u8, document.Plan.ContextTokens);
        json.WriteNumber("chain"u8, chain.Index);
        json.WriteNumber("hops"u8, chain.Hops);
        if (FactPosition(document, prompt) is { } place)
            json.WriteNumber("fact_position"u8, place);
        else
            json.WriteNull("fact_position"u8);
        json.WriteString("kind"u8, question.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("chance_level"u8, question.ChanceLevel);
        WriteTexts(json, "choices", question.Choices);
        WriteTexts(json, "intermediates", question.Intermediates);
        WriteTexts(json, "unplanted", Unplanted(question));
        WriteTexts(json, "values", document.Values);
    }

    /// <summary>The facts that the message holds, in the order in which they stand.</summary>
    public static IEnumerable<PlantedFact> FactsIn(Document document, Prompt prompt) =>
        prompt.Document is null ? [] : document.FactsOf(prompt.Chain.Index);

    /// <summary>Where the one fact stands that an arm asks for, 0–1; null for arms that ask for more or none.</summary>
    public static double? FactPosition(Document document, Prompt prompt)
    {
        var hop = prompt.Question.Arm switch { Arm.First => 1, Arm.Second => prompt.Chain.Hops, _ => 0 };
        return hop > 0 && document.PositionOf(prompt.Chain.Index, hop) is { } place ? Math.Round(place, 6) : null;
    }

    /// <summary>The forms of the value that was left out, the printed form first; empty where nothing was.</summary>
    public static IReadOnlyList<string> Unplanted(Question question) =>
        question.ExpectsAbstention ? [question.Answer, .. question.Accepted.Where(a => a != question.Answer)] : [];

    /// <summary>An array of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
