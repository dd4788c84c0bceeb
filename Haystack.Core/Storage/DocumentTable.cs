using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Haystack.Storage;

/// <summary>How <see cref="DocumentRow"/>s lie in the <c>documents</c> table.</summary>
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

    /// <summary>A store's documents, one after the other.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="withFacts">Whether their facts are read too.</param>
    public static IEnumerable<DocumentRow> Stream(SqliteConnection connection, bool withFacts)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT id, tokenizer_fingerprint, seed, context_tokens, document_tokens, family, language, sha256, {(withFacts ? "facts" : "'[]'")}
            FROM documents ORDER BY family, language, context_tokens, id, tokenizer_fingerprint
            """;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return Row(reader);
    }

    /// <summary>Which fact each planted one is, without its text or the rest of its document.</summary>
    public static IEnumerable<(string Id, int Chain, int Hop)> Hops(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT documents.id, json_extract(fact.value, '$.Chain'), json_extract(fact.value, '$.Hop') FROM documents, json_each(documents.facts) AS fact";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return Hop(reader);
    }

    private static (string Id, int Chain, int Hop) Hop(SqliteDataReader reader)
    {
        var values = new StoredValues(reader, "documents");
        return (values.Text(0, "id"), (int)values.Whole(1, "facts", 0, int.MaxValue), (int)values.Whole(2, "facts", 0, int.MaxValue));
    }

    private static DocumentRow Row(SqliteDataReader reader)
    {
        var values = new StoredValues(reader, "documents");
        return new DocumentRow
        {
            Id = values.Text(0, "id"),
            TokenizerFingerprint = values.Text(1, "tokenizer_fingerprint"),
            Seed = values.Parsed(2, "seed", t => ulong.Parse(t, CultureInfo.InvariantCulture)),
            ContextTokens = values.Tokens(3, "context_tokens"),
            DocumentTokens = values.Tokens(4, "document_tokens"),
            Family = values.Text(5, "family"),
            Language = values.Text(6, "language"),
            Sha256 = values.Text(7, "sha256"),
            Facts = values.Parsed(8, "facts", Facts),
        };
    }

    /// <summary>The SHA-256 of each document by its identity and its tokenizer's fingerprint.</summary>
    public static Dictionary<(string Id, string Tokenizer), string> ReadHashes(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, tokenizer_fingerprint, sha256 FROM documents";
        using var reader = command.ExecuteReader();
        var hashes = new Dictionary<(string, string), string>();
        while (reader.Read())
        {
            var values = new StoredValues(reader, "documents");
            hashes[(values.Text(0, "id"), values.Text(1, "tokenizer_fingerprint"))] = values.Text(2, "sha256");
        }

        return hashes;
    }

    private static List<PlantedFactRow> Facts(string json)
    {
        var facts = JsonSerializer.Deserialize<List<PlantedFactRow>>(json) ?? throw new FormatException();
        return facts.TrueForAll(f => f is { Text: not null, Before: not null, After: not null, Chain: >= 0, Hop: >= 0, CharStart: >= 0, TokenStart: >= 0 }
            && f.CharEnd >= f.CharStart && f.TokenEnd >= f.TokenStart && f.TokenEnd <= StoredValues.MostTokens) ? facts : throw new FormatException();
    }
}
