using Haystack.DataSets;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Tokenization;

namespace Haystack.Tests.DataSets;

/// <summary>A data set as `haystack generate` makes it, small: two languages, every arm.</summary>
internal static class SmallDataSet
{
    public static SweepOptions Options { get; } = new()
    {
        Contexts = [2048],
        MaxContextTokens = 4096,
        Documents = 1,
        Corpus = "prose",
        Families = ["link", "order"],
        Languages = ["en", "zh"],
        Arms = [Arm.Pair, Arm.First, Arm.Second, Arm.Absent, Arm.ClosedBook],
    };

    public static DataSet Create() => Create(Options);

    public static DataSet Create(SweepOptions options)
    {
        var tokenizer = TokenizerSpec.Load("tiktoken:o200k_base");
        var ladder = ContextLadder.Build(options, tokenizer.Source, modelMaximum: null);
        var sources = new TextSources(options, ladder[^1].ContextTokens, static _ => { });
        return new DataSet(options, DocumentSets.Create(options, sources, tokenizer, ladder, templateTokens: 0), sources, tokenizer);
    }
}
