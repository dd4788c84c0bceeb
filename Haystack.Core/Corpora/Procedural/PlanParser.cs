using System.Globalization;

namespace Haystack.Corpora.Procedural;

/// <summary>Reads a paragraph plan such as <c>topic follow*2-5 -item*2-4</c>.</summary>
internal static class PlanParser
{
    public static IReadOnlyList<PlanStep> Parse(string line, GrammarReader grammar, string where) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(step => Step(step, grammar, where))];

    private static PlanStep Step(string step, GrammarReader grammar, string where)
    {
        var lead = step[0] switch { '/' => CorpusBuilder.Paragraph, '-' => CorpusBuilder.Line, _ => null };
        var parts = step.TrimStart('/', '-').Split('*');
        var bounds = parts.Length > 1 ? parts[1].Split('-') : ["1"];
        if (parts.Length > 2 || !int.TryParse(bounds[0], CultureInfo.InvariantCulture, out var least)
            || !int.TryParse(bounds[^1], CultureInfo.InvariantCulture, out var most) || most < least)
            throw new HaystackException($"{where}: {step} is no step of a plan");

        // The stage's own rule is only known when the story is.
        var sentence = parts[0] == "topic" ? new Piece(PieceKind.StoryRule) : TemplateParser.Slot(parts[0], grammar, where);
        return new PlanStep(sentence, least, most, lead);
    }
}
