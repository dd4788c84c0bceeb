using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haystack.Facts;

namespace Haystack.DataSets;

/// <summary>One line of a data set, read back: what is needed to score an answer to it.</summary>
internal sealed record QuestionLine
{
    /// <summary>Its identity in the data set.</summary>
    public required string Id { get; init; }

    /// <summary>Its document.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Its chain, from 0.</summary>
    public required int Chain { get; init; }

    /// <summary>The family's name.</summary>
    public required string Family { get; init; }

    /// <summary>The language's code.</summary>
    public required string Language { get; init; }

    /// <summary>The order of its facts.</summary>
    public required FactOrder Order { get; init; }

    /// <summary>Facts of its chain.</summary>
    public required int Hops { get; init; }

    /// <summary>The rung of the ladder, in tokens.</summary>
    public required int RungTokens { get; init; }

    /// <summary>Tokens of the message.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Tokens between the facts; null for an orphan.</summary>
    public required int? DistanceTokens { get; init; }

    /// <summary>The chain's place, 0–1.</summary>
    public required double Position { get; init; }

    /// <summary>A single fact's place, 0–1; null for other arms.</summary>
    public required double? FactPosition { get; init; }

    /// <summary>Before or after the document.</summary>
    public required string Placement { get; init; }

    /// <summary>Spread or gathered.</summary>
    public required string Arrangement { get; init; }

    /// <summary>What the tokens were counted with.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The question and what answers it.</summary>
    public required Question Question { get; init; }

    /// <summary>Every value planted in the document.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>SHA-256 of the message's content, lower-case hex.</summary>
    public required string PromptSha256 { get; init; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="HaystackException">It is not a line of <c>haystack generate</c>.</exception>
    public static QuestionLine Parse(ReadOnlyMemory<byte> line, string where)
    {
        try
        {
            using var parsed = BoundedJson.Parse(line);
            var root = parsed.RootElement;
            // A sample of inspect_ai has the same fields in other places.
            return JsonFields.Get(root, "metadata") is { } metadata && JsonFields.Get(root, "input") is { } input
                ? Parse(root, metadata, input)
                : Parse(root, root, root.GetProperty("messages"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new HaystackException($"{where} is not a line of `haystack generate`: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static QuestionLine Parse(JsonElement root, JsonElement line, JsonElement messages)
    {
        string Text(string name) => line.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
        string[] Texts(string name) => [.. line.GetProperty(name).EnumerateArray().Select(v => v.GetString() ?? "")];
        int Number(string name) => line.GetProperty(name).GetInt32();
        var (arm, unplanted, accepted) = (FactNames.ParseArm(Text("arm")), Texts("unplanted"), Texts("accepted"));
        return new QuestionLine
        {
            Id = root.GetProperty("id").GetString() ?? throw new FormatException("id is null"),
            DocumentId = Text("document_id"),
            Chain = Number("chain"),
            Family = Text("family"),
            Language = Text("language"),
            Order = FactNames.ParseOrder(Text("order")),
            Hops = Number("hops"),
            RungTokens = Number("rung_tokens"),
            ContextTokens = Number("context_tokens"),
            DistanceTokens = line.GetProperty("distance_tokens") is { ValueKind: JsonValueKind.Number } distance ? distance.GetInt32() : null,
            Position = line.GetProperty("position").GetDouble(),
            FactPosition = line.GetProperty("fact_position") is { ValueKind: JsonValueKind.Number } place ? place.GetDouble() : null,
            Placement = Text("question_placement"),
            Arrangement = Text("arrangement"),
            Tokenizer = Text("tokenizer"),
            Values = Texts("values"),
            PromptSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messages[0].GetProperty("content").GetString() ?? ""))),
            Question = new Question
            {
                Arm = arm,
                Text = Text("question"),
                Answer = arm == Arm.Absent ? unplanted[0] : Text("answer"),
                Accepted = arm == Arm.Absent ? unplanted : accepted,
                Kind = Enum.TryParse<AnswerKind>(Text("kind"), ignoreCase: true, out var kind) ? kind : throw new FormatException($"there is no kind '{Text("kind")}'"),
                Intermediates = Texts("intermediates"),
                Choices = Texts("choices"),
                ChanceLevel = line.GetProperty("chance_level").GetDouble(),
            },
        };
    }
}
