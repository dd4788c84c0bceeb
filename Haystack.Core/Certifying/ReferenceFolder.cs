using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haystack.Reference;

namespace Haystack.Certifying;

/// <summary>A reference model as a folder: the weights, what makes servers run them, its certificate, and a card that says what it recalls.</summary>
internal static class ReferenceFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Names of the files in it.</summary>
    public const string ModelfileName = "Modelfile", CardName = "README.md", CertificateName = "certificate.json";

    /// <summary>Writes all of it; same options, same bytes.</summary>
    /// <returns>The path of the weights.</returns>
    /// <exception cref="HaystackException">It cannot be written.</exception>
    public static string Write(string folder, ReferenceModel model, ReferenceCertificate certificate)
    {
        var weights = Path.Combine(folder, $"{model.Options.Name}.gguf");
        OutputFile.Write(weights, model.WriteGguf);
        Text(ModelfileName, Modelfile(model.Options));
        Text(CertificateName, Json(certificate));
        Text(CardName, Card(model, certificate));
        return weights;

        void Text(string name, string text) => OutputFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
    }

    private static string Modelfile(ReferenceOptions options) => string.Create(CultureInfo.InvariantCulture,
        $$$"""
        FROM ./{{{options.Name}}}.gguf
        TEMPLATE "{{ .Prompt }}"
        PARAMETER temperature 0
        PARAMETER num_ctx {{{Math.Min(options.ContextTokens, 32 * 1024)}}}

        """);

    internal static string Json(ReferenceCertificate certificate)
    {
        var json = new JsonObject
        {
            ["model"] = certificate.Options.Name,
            ["hops"] = certificate.Options.Hops,
            ["sharpness"] = certificate.Options.Sharpness,
            ["recency"] = certificate.Options.Recency,
            ["chains"] = ReferenceCertificate.Chains,
            ["documents"] = certificate.Documents,
            ["lengths"] = new JsonArray([.. certificate.Lengths.Select(l => (JsonNode)Length(l))]),
            ["heavy"] = certificate.Heavy is { } heavy ? Length(heavy) : null,
            ["halfDistance"] = certificate.HalfDistance is { } half ? new JsonObject { ["tokens"] = Math.Round(half.Tokens), ["low"] = Math.Round(half.Low), ["high"] = Math.Round(half.High) } : null,
            ["recall"] = new JsonArray([.. certificate.Bins.Select(b => (JsonNode)new JsonObject { ["from"] = b.From, ["to"] = b.To, ["asked"] = b.Asked, ["right"] = b.Right, ["abstained"] = b.Abstained })]),
        };
        return json.ToJsonString(Indented) + "\n";

        static JsonObject Length(CertifiedLength length) => new()
        {
            ["tokens"] = length.Tokens,
            ["facts"] = length.Facts,
            ["documents"] = length.Documents,
            ["asked"] = length.Asked,
            ["right"] = length.Right,
            ["absent"] = length.Absent,
            ["absentRight"] = length.AbsentRight,
        };
    }

    private static string Card(ReferenceModel model, ReferenceCertificate certificate)
    {
        var (options, name) = (model.Options, model.Options.Name);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {name}

            A transformer whose weights are set by formula, not trained: a standard weight for servers. It answers the questions of
            Haystack's family `link` with up to {options.Hops} links, and says that the text does not say where it does not. How it is built:
            docs/reference-model.md of Haystack. {model.Layers} layers, {model.Vocabulary.Tokens.Count:N0} tokens, context {TokenSize.Format(options.ContextTokens)}.

            | to run it in | do |
            |---|---|
            | Ollama | `ollama create haystack-reference -f Modelfile`, then `haystack reference check --model haystack-reference` |
            | llama-server | `llama-server --model {name}.gguf --alias {name} --ctx-size 16384`, then `haystack reference check --model openai/{name} --base-url http://127.0.0.1:8080/v1` |
            | vLLM | `vllm serve {name}.gguf --dtype half` needs a tokenizer that reads the kind `rwkv` (vLLM 0.x has none for GGUF files): not tried |

            ## What it recalls

            Found by the evaluator in plain code on {certificate.Asked.Documents:N0} texts of {string.Join(", ", certificate.Contexts.Select(TokenSize.Format))} tokens with {ReferenceCertificate.Chains} chains each (the same load at every length).


            """);
        text.Append(CultureInfo.InvariantCulture, $"- {certificate.Asked.Right:N0} of {certificate.Asked.Asked:N0} questions that a text answers are answered right, and {certificate.Asked.AbsentRight:N0} of {certificate.Asked.Absent:N0} that it does not.\n");
        if (certificate.Heavy is { } heavy)
            text.Append(CultureInfo.InvariantCulture, $"- With {heavy.Facts} facts in {TokenSize.Format(heavy.Tokens)} tokens: {heavy.Right:N0} of {heavy.Asked:N0}, and {heavy.AbsentRight} of {heavy.Absent} ({heavy.Documents} texts).\n");
        text.Append(certificate.HalfDistance is { } half
            ? string.Create(CultureInfo.InvariantCulture, $"- Half of all single facts are found at a distance of {half.Tokens:N0} tokens (95%: {half.Low:N0} to {half.High:N0}).\n")
            : "- Distance makes no difference that could be seen.\n");
        text.Append("\nSingle facts, by the distance from the fact's last name to the answer's first token:\n\n| tokens | asked | right | 99% interval | said that the text does not say |\n|---|---|---|---|---|\n");
        foreach (var bin in certificate.Bins)
            text.Append(CultureInfo.InvariantCulture, $"| {bin.From:N0}–{bin.To - 1:N0} | {bin.Asked} | {bin.Recall:0.000} | {bin.Interval.Low:0.000}–{bin.Interval.High:0.000} | {bin.Abstained} |\n");
        return text.ToString();
    }
}
