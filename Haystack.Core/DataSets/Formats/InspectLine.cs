using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>
/// A sample as inspect_ai's <c>json_dataset</c> reads it without a field specification: <c>input</c>, <c>target</c>,
/// <c>id</c>, and everything else under <c>metadata</c>.
/// </summary>
internal sealed class InspectLine : ILineShape
{
    private readonly Targets _targets = new();

    public void Write(LineWriter line, string tokenizer, Document document, Prompt prompt)
    {
        var (json, question) = (line.Json, prompt.Question);
        json.WriteStartObject();
        json.WriteString("id"u8, QuestionFields.Id(document, prompt));
        line.Messages("input", prompt);
        QuestionFields.WriteTexts(json, "target", _targets.Of(document, question));
        json.WriteStartObject("metadata"u8);
        QuestionFields.WriteCell(json, tokenizer, document, prompt);
        QuestionFields.WriteAnswer(json, question);
        QuestionFields.WriteFacts(json, document, prompt);
        QuestionFields.WriteScoring(json, document, prompt);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
