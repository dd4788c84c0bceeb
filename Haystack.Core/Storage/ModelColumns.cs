using System.Text.Json;
using Haystack.Tokenization;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>How a <see cref="ModelRow"/> lies in the <c>models</c> table.</summary>
internal static class ModelColumns
{
    /// <summary>Stores a model at its place in the sweep; what a server only knows later (memory) replaces what was there.</summary>
    public static void Put(SqliteConnection connection, ModelRow model, int position)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO models VALUES ($position, $name, $provider, $digest, $quantization, $parameters, $architecture, $max, $num_ctx,
              $source, $fingerprint, $grade, $note, $template, $server, $vram, $size, $properties)
            ON CONFLICT (name) DO UPDATE SET vram_bytes = coalesce(excluded.vram_bytes, vram_bytes), size_bytes = coalesce(excluded.size_bytes, size_bytes)
            """;
        var parameters = command.Parameters;
        parameters.AddWithValue("$position", position);
        parameters.AddWithValue("$name", model.Name);
        parameters.AddWithValue("$provider", model.Provider);
        parameters.AddWithValue("$digest", OrNull(model.Digest));
        parameters.AddWithValue("$quantization", OrNull(model.Quantization));
        parameters.AddWithValue("$parameters", OrNull(model.ParameterSize));
        parameters.AddWithValue("$architecture", OrNull(model.Architecture));
        parameters.AddWithValue("$max", OrNull(model.MaxContextTokens));
        parameters.AddWithValue("$num_ctx", model.NumCtx);
        parameters.AddWithValue("$source", model.TokenizerSource);
        parameters.AddWithValue("$fingerprint", model.TokenizerFingerprint);
        parameters.AddWithValue("$grade", model.TokenizerGrade.ToString());
        parameters.AddWithValue("$note", OrNull(model.TokenizerNote));
        parameters.AddWithValue("$template", model.TemplateTokens);
        parameters.AddWithValue("$server", OrNull(model.Server));
        parameters.AddWithValue("$vram", OrNull(model.VramBytes));
        parameters.AddWithValue("$size", OrNull(model.SizeBytes));
        parameters.AddWithValue("$properties", JsonSerializer.Serialize(model.Properties));
        command.ExecuteNonQuery();
    }

    /// <summary>Removes a model.</summary>
    public static void Remove(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM models WHERE name = $name";
        command.Parameters.AddWithValue("$name", name);
        command.ExecuteNonQuery();
    }

    /// <summary>The columns in the order that <see cref="Read"/> takes them.</summary>
    public const string Select = """
        SELECT name, provider, digest, quantization, parameter_size, architecture, max_context_tokens, num_ctx,
          tokenizer_source, tokenizer_fingerprint, tokenizer_grade, tokenizer_note, template_tokens, server, vram_bytes, size_bytes, properties
        FROM models ORDER BY position, name
        """;

    /// <summary>The model that a reader stands at.</summary>
    /// <exception cref="HaystackException">A value is none that a model can have.</exception>
    public static ModelRow Read(SqliteDataReader reader)
    {
        var values = new StoredValues(reader, "models");
        return new ModelRow
        {
            Name = values.Label(0, "name"),
            Provider = values.Label(1, "provider"),
            Digest = values.LabelOrNull(2, "digest"),
            Quantization = values.LabelOrNull(3, "quantization"),
            ParameterSize = values.LabelOrNull(4, "parameter_size"),
            Architecture = values.LabelOrNull(5, "architecture"),
            MaxContextTokens = (int?)values.WholeOrNull(6, "max_context_tokens", 0, int.MaxValue),
            NumCtx = (int)values.Whole(7, "num_ctx", 0, int.MaxValue),
            TokenizerSource = values.Label(8, "tokenizer_source"),
            TokenizerFingerprint = values.Label(9, "tokenizer_fingerprint"),
            TokenizerGrade = values.Name<TokenizerGrade>(10, "tokenizer_grade"),
            TokenizerNote = values.LabelOrNull(11, "tokenizer_note"),
            TemplateTokens = (int)values.Whole(12, "template_tokens", 0, StoredValues.MostTokens),
            Server = values.LabelOrNull(13, "server"),
            VramBytes = values.WholeOrNull(14, "vram_bytes", 0, 1L << 50),
            SizeBytes = values.WholeOrNull(15, "size_bytes", 0, 1L << 50),
            Properties = values.Parsed(16, "properties", Properties),
        };
    }

    private static SortedDictionary<string, string> Properties(string json) =>
        JsonSerializer.Deserialize<SortedDictionary<string, string>>(json) is { } properties && properties.Values.All(v => v is not null) ? properties : throw new FormatException();

    private static object OrNull(object? value) => value ?? DBNull.Value;
}
