using Haystack.Documents;
using Haystack.Inference;
using Haystack.Inference.OpenAi;

namespace Haystack.DataSets.Formats;

/// <summary>
/// A request line of OpenAI's Batch API: <c>custom_id</c>, <c>method</c>, <c>url</c>, <c>body</c>. The body's parameters are
/// those that a sweep sends to the same model at api.openai.com.
/// </summary>
internal sealed class BatchLine : ILineShape
{
    private readonly OpenAiSettings _settings;
    private readonly int _maxOutputTokens;
    private readonly Seed _seed;

    private BatchLine(OpenAiSettings settings, int maxOutputTokens, Seed seed)
    {
        _settings = settings;
        _maxOutputTokens = maxOutputTokens;
        _seed = seed;
    }

    /// <summary>Lines for a model.</summary>
    /// <exception cref="HaystackException">No model is named, or its options are not OpenAI's.</exception>
    public static BatchLine For(string? model, SweepOptions options)
    {
        if (model is null)
            throw new HaystackException("--format openai-batch needs --request-model NAME, the model that the requests name");
        var spec = ModelSpec.Parse(ModelProviders.Before(model) == OpenAiServer.Provider ? model : $"{OpenAiServer.Provider.Name}/{model}");
        var settings = OpenAiSettings.Read(spec, new OpenAiModel { Flavor = OpenAiFlavor.OpenAi, ContextSource = "not asked" });
        return new BatchLine(settings, options.OutputBudget, new Seed(options.Seed));
    }

    public void Write(LineWriter line, string tokenizer, Document document, Prompt prompt)
    {
        var json = line.Json;
        var id = QuestionFields.Id(document, prompt);
        var ask = new AskOptions { NumCtx = 0, MaxOutputTokens = _maxOutputTokens, Timeout = TimeSpan.Zero, Seed = _seed.Derive("batch/" + id) };
        json.WriteStartObject();
        json.WriteString("custom_id"u8, id);
        json.WriteString("method"u8, "POST"u8);
        json.WriteString("url"u8, "/v1/chat/completions"u8);
        json.WriteStartObject("body"u8);
        json.WriteString("model"u8, _settings.Model);
        line.Messages("messages", prompt);
        _settings.WriteParameters(json, ask);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
