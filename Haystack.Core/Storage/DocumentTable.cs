using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>How a <see cref="DocumentRow"/> is put into the <c>documents</c> table.</summary>
internal static class DocumentTable
{
    /// <summary>Stores a document; one that is there stays as it is.</summary>
    public static void Put(SqliteConnection connection, DocumentRow document)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT OR IGNORE INTO documents VALUES ($id, $tokenizer, $seed, $context, $tokens, $family, $language, $sha256, $facts)";
        command.Parameters.AddWithValue("$id", document.Id);
        command.Parameters.AddWithValue("$tokenizer", document.TokenizerFingerprint);
        command.Parameters.AddWithValue("$seed", document.Seed.ToString(CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue("$context", document.ContextTokens);
        command.Parameters.AddWithValue("$tokens", document.DocumentTokens);
        command.Parameters.AddWithValue("$family", document.Family);
        command.Parameters.AddWithValue("$language", document.Language);
        command.Parameters.AddWithValue("$sha256", document.Sha256);
        command.Parameters.AddWithValue("$facts", JsonSerializer.Serialize(document.Facts));
        command.ExecuteNonQuery();
    }
}
