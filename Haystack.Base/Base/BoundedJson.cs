using System.Globalization;
using System.Text.Json;

#pragma warning disable RS0030 // The door itself.
namespace Haystack.Base;

/// <summary>
/// The one way in which JSON that others made is parsed: a text may hold so many values. A document takes twelve bytes for each
/// of them, so that <c>1,1,1,…</c> would take six times its own length.
/// </summary>
internal static class BoundedJson
{
    /// <summary>Values that an answer, a list or a file may have: a vocabulary of a million tokens has a quarter of them.</summary>
    public const int MostValues = 16_000_000;

    /// <summary>Parses a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="mostValues">More values are refused.</param>
    /// <param name="options">How strictly it is read.</param>
    /// <exception cref="JsonException">It is no JSON, or has more values.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, int mostValues = MostValues, JsonDocumentOptions options = default)
    {
        Require(json.Span, mostValues, options);
        return JsonDocument.Parse(json, options);
    }

    /// <summary>Parses a text of characters, such as a model's reply.</summary>
    /// <exception cref="JsonException">It is no JSON, or has more values than <see cref="MostValues"/>.</exception>
    /// <exception cref="ArgumentException">It is no valid UTF-16.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<char> json) =>
        json.Length / 2 <= MostValues ? JsonDocument.Parse(json) : throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"it has {json.Length:N0} characters"));

    /// <inheritdoc cref="Parse(ReadOnlyMemory{char})"/>
    public static JsonDocument Parse(string json) => Parse(json.AsMemory());

    /// <summary>Where the first of several values ends; null where none is left.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static int? FirstValue(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
        if (!reader.Read())
            return null;
        reader.Skip();
        return (int)reader.BytesConsumed;
    }

    // Each value takes two bytes at least, and each but the first of its parent has a comma before it: most texts need no closer look.
    private static void Require(ReadOnlySpan<byte> json, int mostValues, JsonDocumentOptions options)
    {
        if (json.Length / 2 <= mostValues || json.Count((byte)',') + json.Count((byte)'[') + json.Count((byte)'{') + json.Count((byte)':') < mostValues)
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = options.AllowTrailingCommas, CommentHandling = options.CommentHandling, MaxDepth = options.MaxDepth });
        for (var values = 0; reader.Read();)
        {
            if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject) && ++values > mostValues)
                throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"it has more than {mostValues:N0} values"));
        }
    }
}
