using System.Globalization;
using Haystack.Corpora;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Sweeping;

namespace Haystack.DataSets.Formats;

/// <summary>The dataset card: what the Hub reads between the two lines of dashes, and what people read below.</summary>
internal static class HuggingFaceCard
{
    // The Hub's own classes (huggingface.co/docs/hub/datasets-cards, size_categories).
    private static readonly (int Below, string Class)[] Sizes =
        [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M")];

    /// <summary>The card of a data set.</summary>
    public static string For(DataSet data)
    {
        var options = data.Options;
        var shipped = CorpusLibrary.Shipped.Contains(options.Corpus);
        string Joined(IEnumerable<int> tokens) => string.Join(", ", tokens.Select(TokenSize.Format));
        return string.Create(CultureInfo.InvariantCulture, $"""
            ---
            pretty_name: Haystack, dependent facts at exact token distances
            language:
            {string.Join("\n", options.Languages.Select(l => $"- {l}"))}
            license: {(shipped ? "mit" : "other")}
            task_categories:
            - question-answering
            tags:
            - long-context
            - recall
            size_categories:
            - {SizeClass(data.Lines)}
            configs:
            - config_name: default
              data_files:
              - split: test
                path: data/test-*.parquet
            ---
            # Haystack: dependent facts at exact token distances

            Each row asks one question about a long document into which facts were planted that depend on each other, a stated number of tokens apart. Made by Haystack {SweepManifest.ToolVersion}, generator {DocumentPlanner.GeneratorVersion}; the same options make the same bytes on any machine.

            | | |
            |---|---|
            | questions | {data.Lines} about {data.Documents} documents |
            | prompt lengths (tokens) | {Joined(data.Contexts)} |
            | distances (tokens) | {Joined(data.Distances)} |
            | tokens counted by | `{data.Tokenizer}` |
            | families | {string.Join(", ", options.Families)} |
            | questions asked | {string.Join(", ", options.Arms.Select(a => a.ToText()))} |
            | corpus | {CorpusName(options.Corpus, shipped)} |
            | seed | {options.Seed} |

            `messages` is what to send, as it stands; `target` holds every form of the answer that counts (for `arm` = `absent`: that the text does not say). `distance_tokens` are the tokens strictly between the facts, in the tokenizer named above; `facts` gives each fact's half-open span in the message, in UTF-16 units and in tokens. The other columns are described in Haystack's docs/exchange.md.

            Replies are scored by `haystack score` against the same data set as JSON lines (the same `haystack generate` command without `--format`): the ids are the same. A model that was given another tokenizer's distances is measured at other distances than those of its own tokens.

            """);
    }

    private static string SizeClass(int rows) => Sizes.FirstOrDefault(s => rows < s.Below).Class ?? "10M<n<100M";

    // A user's own corpus may be a path; where it lies is nobody else's business.
    private static string CorpusName(string corpus, bool shipped) => shipped ? corpus : "the publisher's own";
}
