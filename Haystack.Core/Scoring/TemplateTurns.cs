using System.Text.RegularExpressions;

namespace Haystack.Scoring;

/// <summary>Finds where a reply runs over into a turn of the user's, in the marks of a chat template: the model answered, and wrote on.</summary>
internal static partial class TemplateTurns
{
    /// <summary>What stands before the first such turn; the reply itself where there is none, or nothing before it.</summary>
    public static string Before(string content)
    {
        foreach (var turn in Turn().EnumerateMatches(content))
        {
            if (!content.AsSpan(0, turn.Index).IsWhiteSpace())
                return content[..turn.Index];
        }

        return content;
    }

    // <|im_start|>user, <start_of_turn>user, <|start_header_id|>user, </s>user; <|user|>, <｜User｜>, <|USER_TOKEN|>; [INST]; "user" alone on a line, and "assistant" on a later one.
    [GeneratedRegex(@"(?:<[|｜][\p{L}_▁ ]{1,30}[|｜]>|<(?:start|begin)_of_(?:turn|role)>|</s>)\s{0,4}(?:user|human)\b|<[|｜](?:user|human)(?:_token)?[|｜]>|\[INST\]|(?<=\n)user\s*\n(?=(?:[^\n]*\n){1,40}?\s*(?:assistant|model)\s*\n)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Turn();
}
