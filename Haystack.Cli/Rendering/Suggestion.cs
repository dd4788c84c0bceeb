using System.CommandLine;

namespace Haystack.Cli.Rendering;

/// <summary>What a mistyped word was likely meant to be.</summary>
internal static class Suggestion
{
    /// <summary>"; did you mean …?" for the first word that is not known; empty where nothing is near.</summary>
    public static string For(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [var word, ..])
            return "";
        var command = parsed.CommandResult.Command;
        var known = word.StartsWith('-')
            ? command.Options.SelectMany(o => o.Aliases.Prepend(o.Name))
            : command.Subcommands.Select(c => c.Name);
        return Among(known, word);
    }

    /// <summary>"; did you mean …?" for the nearest of the names that there are; empty where none is near.</summary>
    public static string Among(IEnumerable<string> known, string word)
    {
        // A third of the word may be wrong: more, and the suggestion is a guess.
        var near = known
            .Select(name => (Name: name, Distance: EditDistance.Between(name, word)))
            .Where(k => k.Distance <= Math.Max(1, word.TrimStart('-').Length / 3))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal)
            .ToList();
        return near.Count == 0 ? "" : $"; did you mean {near[0].Name}?";
    }
}
