using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>Haystack's own line: every field by its name.</summary>
internal sealed class HaystackLine : ILineShape
{
    public void Write(LineWriter line, string tokenizer, Document document, Prompt prompt)
    {
        line.Json.WriteStartObject();
        WriteFields(line, tokenizer, document, prompt);
        line.Json.WriteEndObject();
    }

    /// <summary>The object's fields.</summary>
    public static void WriteFields(LineWriter line, string tokenizer, Document document, Prompt prompt)
    {
        var json = line.Json;
        json.WriteString("id"u8, QuestionFields.Id(document, prompt));
        QuestionFields.WriteCell(json, tokenizer, document, prompt);
        line.Messages("messages", prompt);
        QuestionFields.WriteAnswer(json, prompt.Question);
        QuestionFields.WriteFacts(json, document, prompt);
        QuestionFields.WriteScoring(json, document, prompt);
    }
}
