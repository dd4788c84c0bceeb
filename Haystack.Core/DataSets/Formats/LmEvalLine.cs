using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>Haystack's own line with one field more: <c>target</c>, the answers that count, never empty.</summary>
internal sealed class LmEvalLine : ILineShape
{
    private readonly Targets _targets = new();

    public void Write(LineWriter line, string tokenizer, Document document, Prompt prompt)
    {
        var json = line.Json;
        json.WriteStartObject();
        HaystackLine.WriteFields(line, tokenizer, document, prompt);
        QuestionFields.WriteTexts(json, "target", _targets.Of(document, prompt.Question));
        json.WriteEndObject();
    }
}
