using System.Text.Json;

namespace Haystack.Tests.DataSets;

/// <summary>Reads a JSONL file as its description says, and knows nothing of how it was written.</summary>
internal static class JsonLines
{
    /// <summary>The objects of a file, one a line.</summary>
    public static IReadOnlyList<JsonElement> Read(string path) => Parse(File.ReadAllText(path));

    /// <summary>The objects of a text; each line ends with a line feed.</summary>
    public static IReadOnlyList<JsonElement> Parse(string text)
    {
        if (!text.EndsWith('\n'))
            throw new FormatException("the last line has no end");
        return [.. text[..^1].Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    /// <summary>What the one message of a line says.</summary>
    public static string Content(JsonElement line) => line.GetProperty("messages").EnumerateArray().Single().GetProperty("content").GetString()!;

    /// <summary>A text of a line.</summary>
    public static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    /// <summary>The names of an object's fields, in the order in which they stand.</summary>
    public static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(p => p.Name);
}
