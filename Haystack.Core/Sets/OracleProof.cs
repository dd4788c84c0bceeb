using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Facts.Reading;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Sets;

/// <summary>
/// Lets the oracle read documents over a user's own text, before any model is measured by them: a text in which even a
/// reader that knows every wording finds a planted fact no longer, or finds another, measures nothing.
/// </summary>
internal static class OracleProof
{
    /// <summary>How much of the text before a fact is shown.</summary>
    private const int ShownCharacters = 60;

    private const int ContextTokens = 4 * 1024;
    private const int Chains = 4;

    /// <summary>Makes one small document of each family over a corpus and has its questions answered.</summary>
    /// <returns>Why no document could be made (the text is too short or too uniform); null where all were read right.</returns>
    /// <exception cref="HaystackException">The oracle misread one; the message shows the place.</exception>
    public static string? Of(Corpus corpus)
    {
        var library = FactLibrary.Load();
        DocumentBuilder builder;
        IFactSource facts;
        try
        {
            facts = library.For(corpus, out _);
            var filler = new Filler(CountedCorpus.Count(corpus, TokenizerSpec.Load("tiktoken:o200k_base")));
            builder = new DocumentBuilder(filler, facts, PromptText.For(corpus.Language), [QuestionPlacement.After], 0);
        }
        catch (HaystackException fault)
        {
            return fault.Message;
        }

        foreach (var family in library.All.Where(f => f.Language.Code == corpus.Language))
        {
            if (Small(corpus, builder, family) is not { } document)
                return "the text is too short or too uniform for a document of 4k tokens";
            Read(document, builder.Prompts(document, SweepDefaults.Arms), corpus.Name);
        }

        return null;
    }

    /// <summary>Has the questions about a document answered.</summary>
    /// <exception cref="HaystackException">The oracle misread one; the message shows the place.</exception>
    public static void Read(Document document, IEnumerable<Prompt> prompts, string corpus)
    {
        foreach (var prompt in prompts)
        {
            var text = prompt.Content;
            var found = Phrasebook.Default.FindFacts(text, 0, text.Length);
            var asked = Phrasebook.Default.FindQuestion(text, 0, text.Length);
            var chain = asked is null ? null : Reasoner.Chain(asked, found);
            var answer = chain is null ? null : Reasoner.Conclude(asked!, chain);
            if (prompt.Question.Arm == Arm.Absent ? answer is null : answer is not null && prompt.Question.Accepted.Contains(answer, StringComparer.Ordinal))
                continue;
            throw new HaystackException(
                $"corpus '{corpus}': facts cannot be told from this text, so nothing could be measured with it: the oracle misread {Misleading(document, prompt, found)}; "
                + "give the text in sentences that end (or as Markdown, .md, if it is that), or leave this part of it out");
        }
    }

    private static Document? Small(Corpus corpus, DocumentBuilder builder, Family family)
    {
        var options = new SweepOptions { ChainsPerDocument = Chains };
        for (var chains = Chains; chains > 0; chains--)
        {
            var planner = new DocumentPlanner(
                options with { ChainsPerDocument = chains }, corpus.Sha256, family.Name, corpus.Language, ContextTokens, [0, 2 * builder.LeastStretch], Arrangement.Spread);
            try
            {
                return builder.Build(planner.Plan(0));
            }
            catch (HaystackException)
            {
                // Fewer facts may fit where so many do not.
            }
        }

        return null;
    }

    /// <summary>The first planted fact that was not found as planted, with the text before it; else a found one that nobody planted.</summary>
    private static string Misleading(Document document, Prompt prompt, IReadOnlyList<FoundFact> found)
    {
        var text = prompt.Content;
        foreach (var fact in document.Facts)
        {
            var (start, end) = (prompt.Head.Length + fact.CharStart, prompt.Head.Length + fact.CharEnd);
            var told = start + fact.Text.Length - fact.Text.TrimStart().Length;
            if (!found.Any(f => f.Start == told && f.End <= end))
                return $"“…{Line(text, Math.Max(0, start - ShownCharacters), end)}”";
        }

        return found.FirstOrDefault(f => !document.Facts.Any(p => f.Start >= prompt.Head.Length + p.CharStart && f.End <= prompt.Head.Length + p.CharEnd)) is { } own
            ? $"“{Line(text, own.Start, own.End)}”, which the text itself says"
            : $"the question “{prompt.Question.Text}” about family {document.Plan.Family}";
    }

    private static string Line(string text, int start, int end) =>
        text[start..end].ReplaceLineEndings("⏎").Trim();
}
