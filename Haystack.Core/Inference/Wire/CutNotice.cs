using System.Text.Json;
using System.Text.RegularExpressions;

namespace Haystack.Inference.Wire;

/// <summary>Finds what a server says beside a reply of what it did to it: that it cut the prompt, or put other words in the reply's place.</summary>
internal static partial class CutNotice
{
    private const int Deepest = 4, MostItems = 8;

    // Where a server says something to whoever asks.
    private static readonly string[] Notices = ["warn", "notice", "note", "info", "alert", "detail", "hint", "remark", "status"];

    // Where the reply's own text stands.
    private static readonly string[] Texts = ["delta", "message", "content", "text", "usage", "logprobs", "response", "prompt"];

    /// <summary>What it says; null where it says nothing of the kind.</summary>
    /// <param name="message">A JSON object.</param>
    public static string? In(JsonElement message) => message.ValueKind == JsonValueKind.Object ? Find(message, isNotice: false, 0) : null;

    /// <summary>What a header says.</summary>
    public static string? In(string name, string value) =>
        IsCut(ErrorReader.PlainName(name)) && value.Trim().ToLowerInvariant() is "true" or "1" or "yes" ? $"{name}: {value.Trim()}" : Said().IsMatch(value) ? $"{name}: {value}" : null;

    private static string? Find(JsonElement element, bool isNotice, int depth)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (Array.IndexOf(Texts, member.Name) >= 0)
                continue;
            var name = ErrorReader.PlainName(member.Name);
            var isToBeRead = isNotice || Array.Exists(Notices, n => name.Contains(n, StringComparison.Ordinal));
            var found = member.Value.ValueKind switch
            {
                JsonValueKind.True when IsCut(name) || IsReplaced(name) => $"\"{member.Name}\": true",
                JsonValueKind.Array when depth < Deepest => member.Value.EnumerateArray().Take(MostItems)
                    .Select(i => i.ValueKind == JsonValueKind.Object ? Find(i, isToBeRead, depth + 1) : SaidIn(i, isToBeRead)).FirstOrDefault(f => f is not null),
                JsonValueKind.Object when depth < Deepest => Find(member.Value, isToBeRead, depth + 1),
                _ => SaidIn(member.Value, isToBeRead),
            };
            if (found is not null)
                return found;
        }

        return null;
    }

    private static string? SaidIn(JsonElement value, bool isToBeRead) =>
        isToBeRead && value.ValueKind == JsonValueKind.String && value.Text() is { Length: < 1000 } words && Said().IsMatch(words) ? words : null;

    private static bool IsCut(string name) =>
        (name.EndsWith("truncated", StringComparison.Ordinal) && !name.Contains("not", StringComparison.Ordinal)) || name is "contextshifted" or "contextshift" or "prompttrimmed" or "promptcut" or "inputtrimmed";

    private static bool IsReplaced(string name) => name is "filtered" or "flagged" or "blocked" or "redacted" or "censored" or "moderated" or "isfiltered" or "isflagged" or "isblocked" or "contentfiltered" or "contentblocked" or "isredacted" or "refused";

    // The prompt was truncated to 512 tokens; dropped the oldest messages of the input.
    [GeneratedRegex(
        @"\b(prompt|inputs?|context|messages?|conversation|history|document)\b[^\n.]{0,60}\b(was|were|been|is|got|has|have)\b[^\n.]{0,20}\b(truncated|cut|shortened|trimmed|dropped|discarded|compressed|summari[sz]ed)\b"
        + @"|\b(prompt|inputs?|context|messages|conversation|history|document)\b\s+(truncated|cut|shortened|trimmed|compressed)\s+(to|at|from|after|by)\b"
        + @"|\b(truncated|truncating|shortened|trimmed|dropped|discarded|compressed|summari[sz]ed)\b[^\n.]{0,40}\b(prompt|inputs?|context|messages|conversation|history|document)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Said();
}
