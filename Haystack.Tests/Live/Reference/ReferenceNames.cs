using Haystack.Documents;
using Haystack.Facts;
using Haystack.Facts.Pools;
using Haystack.Planning;
using Haystack.Sweeping;
using Haystack.Tokenization;

namespace Haystack.Tests.Live.Reference;

/// <summary>The vocabulary that knows every name in the documents of a sweep.</summary>
internal static class ReferenceNames
{
    /// <summary>What the server's template puts around a message.</summary>
    private const int TemplateTokens = 1;

    private const int MostRounds = 8;

    private static readonly Pool Persons = FactLibrary.Load().Find("en", "link").PoolOf("pupil");

    /// <summary>Which names there are hangs on how long facts are in tokens, and that on which names are tokens: round about until both agree.</summary>
    public static ReferenceVocabulary Of(SweepOptions options)
    {
        var rungs = ContextLadder.Build(options, "reference", null);
        var sources = new TextSources(options, rungs[^1].ContextTokens, static _ => { });
        var names = new List<string>();
        for (var round = 0; round < MostRounds; round++)
        {
            var vocabulary = ReferenceVocabulary.Of([.. names]);
            var tokenizer = VocabularyTokenizer.Create(vocabulary.Tokens);
            var sets = DocumentSets.Create(options, sources, tokenizer, rungs, TemplateTokens);
            var dry = new DryQuestion(options, sources);
            var documents = sets.SelectMany(s => Enumerable.Range(0, s.Count).Select(s.Build))
                .Concat(Enumerable.Range(0, DryQuestion.Attempts).Select(i => dry.Prompt(tokenizer, TemplateTokens, sets, i).Document));
            var missing = documents.SelectMany(NamesOf).Except(names).ToArray();
            if (missing.Length == 0)
                return vocabulary;
            names.AddRange(missing);
        }

        throw new InvalidOperationException("the names of these documents come to no end");
    }

    // A name that is asked about need not stand in the text.
    private static IEnumerable<string> NamesOf(Document document) =>
        document.Chains.SelectMany(c => c.Values.Concat(c.Questions.SelectMany(q => Persons.FindIn(q.Text))));
}
