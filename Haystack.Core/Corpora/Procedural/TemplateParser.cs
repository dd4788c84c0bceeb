using System.Globalization;

namespace Haystack.Corpora.Procedural;

/// <summary>Turns a template such as <c>{A} mended the {thing} {before dark|at last}.</c> into pieces.</summary>
internal static class TemplateParser
{
    private static readonly string[] ClockWords = ["season", "lastseason", "nextseason", "year", "age", "section", "weekday"];

    /// <summary>The pieces of <paramref name="template"/>.</summary>
    /// <exception cref="HaystackException">A brace is not closed, or a name is not known.</exception>
    public static Piece[] Parse(string template, GrammarReader grammar, string where)
    {
        var pieces = new List<Piece>();
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            if (open != at)
            {
                var end = open < 0 ? template.Length : open;
                pieces.Add(new Piece(PieceKind.Text, template[at..end]));
                at = end;
                continue;
            }

            var close = Close(template, open, where);
            pieces.Add(Slot(template[(open + 1)..close], grammar, where));
            at = close + 1;
        }

        return [.. pieces];
    }

    /// <summary>What stands between two braces.</summary>
    public static Piece Slot(string slot, GrammarReader grammar, string where)
    {
        var choices = SplitChoices(slot);
        if (choices.Count > 1 || slot.Contains('{', StringComparison.Ordinal))
            return new Piece(PieceKind.Rule, Index: grammar.AddChoice([.. choices.Select(c => Parse(c, grammar, where))]));

        switch (slot)
        {
            case "an":
                return new Piece(PieceKind.Article);
            case "^":
                return new Piece(PieceKind.Capital);
            case "P" or "Q":
                return new Piece(PieceKind.Place, Index: slot[0] - 'P');
            case [>= 'A' and <= 'D' or 'X'] or [>= 'A' and <= 'D' or 'X', '.', ..]:
                return new Piece(PieceKind.Person, slot.Length > 2 ? slot[2..] : "", slot[0] == 'X' ? 4 : slot[0] - 'A');
            case ['~', .. var name]:
                return new Piece(PieceKind.StoryRule, Variants: grammar.Variants(name, grammar.StoryNames, where));
            case ['=', .. var name]:
                return new Piece(PieceKind.SceneRule, Index: grammar.RuleIndex(name, $"{where}: {{{slot}}}"));
            case ['@', .. var name]:
                return new Piece(
                    PieceKind.SeasonRule,
                    Variants: [.. Grammar.Seasons.Select(season => grammar.RuleIndex(name + "." + season, where))]);
            case ['#' or '.' or (>= '0' and <= '9'), ..]:
                return Number(slot, where);
            default:
                return ClockWords.Contains(slot)
                    ? new Piece(PieceKind.Clock, slot)
                    : new Piece(PieceKind.Rule, Index: grammar.RuleIndex(slot, $"{where}: {{{slot}}}"));
        }
    }

    private static Piece Number(string slot, string where)
    {
        var kind = slot[0] switch { '#' => PieceKind.NumberWord, '.' => PieceKind.Tenths, _ => PieceKind.Digits };
        var bounds = slot.TrimStart('#', '.').Split('-');
        return bounds.Length == 2
            && int.TryParse(bounds[0], CultureInfo.InvariantCulture, out var low)
            && int.TryParse(bounds[1], CultureInfo.InvariantCulture, out var high) && low < high
                ? new Piece(kind, Low: low, High: high)
                : throw new HaystackException($"{where}: {{{slot}}} is no range of numbers");
    }

    private static int Close(string template, int open, string where)
    {
        var depth = 0;
        for (var i = open; i < template.Length; i++)
        {
            if (template[i] == '{')
                depth++;
            else if (template[i] == '}' && --depth == 0)
                return i;
        }

        throw new HaystackException($"{where}: a brace is not closed: {template}");
    }

    private static List<string> SplitChoices(string slot)
    {
        var choices = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i < slot.Length; i++)
        {
            if (slot[i] == '{')
                depth++;
            else if (slot[i] == '}')
                depth--;
            else if (slot[i] == '|' && depth == 0)
            {
                choices.Add(slot[start..i]);
                start = i + 1;
            }
        }

        choices.Add(slot[start..]);
        return choices;
    }
}
