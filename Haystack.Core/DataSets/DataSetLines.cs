using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.DataSets;

/// <summary>Writes questions as JSON lines: one object a question, spans relative to the message's content.</summary>
internal sealed class DataSetLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _tokenizer;
    private readonly EscapedCorpus _corpus;
    private readonly ArrayBufferWriter<byte> _document = new(1 << 16);
    private readonly ArrayBufferWriter<byte> _line = new(1 << 16);
    private Document? _written;

    /// <summary>A writer for documents of one corpus and tokenizer.</summary>
    public DataSetLines(string tokenizer, EscapedCorpus corpus)
    {
        _tokenizer = tokenizer;
        _corpus = corpus;
    }

    /// <summary>The line of a question, line feed included; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Line(Document document, Prompt prompt)
    {
        _line.ResetWrittenCount();
        var (plan, chain, question) = (document.Plan, prompt.Chain, prompt.Question);
        using (var json = new Utf8JsonWriter(_line, Options))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, $"{plan.Id}-{chain.Index}-{question.Arm.ToText()}{(prompt.Placement == QuestionPlacement.Before ? "-before" : "")}");
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
            json.WriteString("tokenizer"u8, _tokenizer);
            json.WriteStartArray("messages"u8);
            json.WriteStartObject();
            json.WriteString("role"u8, "user"u8);
            json.WritePropertyName("content"u8);
            // The document is copied as it lies in the escaped corpus: the writer would encode 600 kB anew for each question.
            json.Flush();
            WriteContent(prompt);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("answer"u8, question.ExpectsAbstention ? "" : question.Answer);
            json.WriteStartArray("accepted"u8);
            foreach (var form in question.ExpectsAbstention ? [] : question.Accepted)
                json.WriteStringValue(form);
            json.WriteEndArray();
            WriteFacts(json, document, prompt);
            WriteScoring(json, document, prompt);
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
        return _line.WrittenMemory;
    }

    private static void WriteFacts(Utf8JsonWriter json, Document document, Prompt prompt)
    {
        json.WriteStartArray("facts"u8);
        foreach (var fact in prompt.Document is null ? [] : document.FactsOf(prompt.Chain.Index))
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

    /// <summary>What scoring an answer takes beside the answer itself.</summary>
    private static void WriteScoring(Utf8JsonWriter json, Document document, Prompt prompt)
    {
        var (chain, question) = (prompt.Chain, prompt.Question);
        json.WriteString("question"u8, question.Text);
        json.WriteString("question_placement"u8, prompt.Placement.ToText());
        json.WriteString("arrangement"u8, document.Plan.Arrangement.ToText());
        json.WriteNumber("rung_tokens"u8, document.Plan.ContextTokens);
        json.WriteNumber("chain"u8, chain.Index);
        json.WriteNumber("hops"u8, chain.Hops);
        var hop = question.Arm switch { Arm.First => 1, Arm.Second => chain.Hops, _ => 0 };
        if (hop > 0 && document.PositionOf(chain.Index, hop) is { } place)
            json.WriteNumber("fact_position"u8, Math.Round(place, 6));
        else
            json.WriteNull("fact_position"u8);
        json.WriteString("kind"u8, question.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("chance_level"u8, question.ChanceLevel);
        WriteTexts(json, "choices", question.Choices);
        WriteTexts(json, "intermediates", question.Intermediates);
        WriteTexts(json, "unplanted", question.ExpectsAbstention ? [question.Answer, .. question.Accepted.Where(a => a != question.Answer)] : []);
        WriteTexts(json, "values", document.Values);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private void WriteContent(Prompt prompt)
    {
        _line.Write("\""u8);
        _line.Write(EscapedCorpus.Escape(prompt.Head));
        if (prompt.Document is { } document)
            _line.Write(Escaped(document));
        _line.Write(EscapedCorpus.Escape(prompt.Tail));
        _line.Write("\""u8);
    }

    private ReadOnlySpan<byte> Escaped(Document document)
    {
        if (!ReferenceEquals(document, _written))
        {
            _document.ResetWrittenCount();
            foreach (var slice in document.Slices)
                _document.Write(slice.IsCorpus ? _corpus.Of(slice) : EscapedCorpus.Escape(slice.Span));
            _written = document;
        }

        return _document.WrittenSpan;
    }
}
