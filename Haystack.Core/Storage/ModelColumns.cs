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

    /// <summary>The columns in the order that <see cref="Read"/> takes them.</summary>
    public const string Select = """
        SELECT name, provider, digest, quantization, parameter_size, architecture, max_context_tokens, num_ctx,
          tokenizer_source, tokenizer_fingerprint, tokenizer_grade, tokenizer_note, template_tokens, server, vram_bytes, size_bytes, properties
        FROM models ORDER BY position, name
        """;

    /// <summary>The model that a reader stands at.</summary>
    public static ModelRow Read(SqliteDataReader reader) => new()
    {
        Name = reader.GetString(0),
        Provider = reader.GetString(1),
        Digest = Text(reader, 2),
        Quantization = Text(reader, 3),
        ParameterSize = Text(reader, 4),
        Architecture = Text(reader, 5),
        MaxContextTokens = reader.IsDBNull(6) ? null : reader.GetInt32(6),
        NumCtx = reader.GetInt32(7),
        TokenizerSource = reader.GetString(8),
        TokenizerFingerprint = reader.GetString(9),
        TokenizerGrade = Enum.Parse<TokenizerGrade>(reader.GetString(10)),
        TokenizerNote = Text(reader, 11),
        TemplateTokens = reader.GetInt32(12),
        Server = Text(reader, 13),
        VramBytes = reader.IsDBNull(14) ? null : reader.GetInt64(14),
        SizeBytes = reader.IsDBNull(15) ? null : reader.GetInt64(15),
        Properties = JsonSerializer.Deserialize<SortedDictionary<string, string>>(reader.GetString(16)) ?? [],
    };

    private static string? Text(SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static object OrNull(object? value) => value ?? DBNull.Value;
}
