using System.Text.Json;

namespace Haystack.Inference;

/// <summary>The form of an answer that a server can force: a JSON object with the answer as its only member. Thinking stays free.</summary>
internal static class AnswerSchema
{
    /// <summary>The option of a model's name, and the member of its properties.</summary>
    public const string Option = "answer";

    /// <summary>The option's words: as the prompt asks, and forced by the server.</summary>
    public const string Free = "free", Forced = "schema";

    /// <summary>The JSON schema.</summary>
    public const string Schema = """{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"],"additionalProperties":false}""";

    /// <summary>What a server of OpenAI's protocol takes as <c>response_format</c>.</summary>
    public const string ResponseFormat = """{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":""" + Schema + "}}";

    private static readonly string[] Members = [Option];

    /// <summary>Whether the options of a model's name ask for it.</summary>
    /// <exception cref="HaystackException">The option is neither of its words.</exception>
    public static bool Read(ModelSpec spec, SpecOptions options) => options.Text(Option) switch
    {
        null or Free => false,
        Forced => true,
        var other => throw new HaystackException($"model '{spec}': {Option}={other} is neither {Free} nor {Forced}"),
    };

    /// <summary>The model's name with the form asked for: one that says so itself keeps its word, and readers in this process take none.</summary>
    /// <param name="spec">The model as named.</param>
    /// <param name="isForced">What the sweep asks of all.</param>
    public static ModelSpec Ask(ModelSpec spec, bool isForced) => !isForced || ModelProviders.Find(spec.Provider)?.ForcesAnswers != true || spec.Options.ContainsKey(Option)
        ? spec
        : spec with { Options = new SortedDictionary<string, string>(spec.Options.ToDictionary(), StringComparer.Ordinal) { [Option] = Forced } };

    /// <summary>Whether a reply is of that form: what a server that forces it cannot but give.</summary>
    public static bool Fits(string reply)
    {
        try
        {
            using var json = BoundedJson.Parse(reply);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.EnumerateObject().Select(m => m.Name).SequenceEqual(Members)
                && json.RootElement.GetProperty(Option).ValueKind == JsonValueKind.String;
        }
        // Malformed JSON, and text that is no valid UTF-16.
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
