using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tests.DataSets;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>
/// Whole documents with their prompts, by their hashes, for each version of the generator: a run that is resumed must
/// not mix documents of two generators under one name.
/// </summary>
/// <remarks>
/// Red, and no document was meant to change: find what changed them (the name of a seed will do). Red, and they were
/// meant to: raise <see cref="DocumentPlanner.GeneratorVersion"/>, and approve the file that this test leaves for the
/// new version. Where the text of a shipped corpus or family was edited, the lines of that one alone change: the
/// corpus's own hash is part of every identity, a family's is not, so a family's edit raises the version too.
/// </remarks>
public sealed class DocumentHashTests
{
    private const int Characters = 120_000;

    private static readonly Arm[] Arms = [.. SweepDefaults.Arms, Arm.ClosedBook];

    private static readonly (string Corpus, string Family, int Hops, int Context, int Chains, Arrangement Arrangement, QuestionPlacement[] Placement, string Tokenizer)[] Shapes =
    [
        ("chronicle en", "link", 2, 4096, 8, Arrangement.Spread, [QuestionPlacement.After], "tiktoken o200k"),
        ("chronicle zh", "link", 2, 4096, 8, Arrangement.Spread, [QuestionPlacement.After], "tiktoken o200k"),
        ("chronicle en", "link", 5, 6144, 2, Arrangement.Spread, [QuestionPlacement.Before, QuestionPlacement.After], "tiktoken cl100k"),
        ("chronicle zh", "link", 3, 6144, 2, Arrangement.Gathered, [QuestionPlacement.Before], "tiktoken cl100k"),
        ("report en", "sum", 2, 4096, 6, Arrangement.Spread, [QuestionPlacement.After], "Ollama gpt2"),
        ("report zh", "sum", 2, 6144, 4, Arrangement.Spread, [QuestionPlacement.After], "Ollama llama"),
        ("minutes en", "order", 2, 5000, 5, Arrangement.Gathered, [QuestionPlacement.After], "tiktoken o200k"),
        ("minutes zh", "order", 2, 5000, 5, Arrangement.Spread, [QuestionPlacement.Before], "Ollama gpt2"),
        ("prose en", "offset", 2, 4096, 7, Arrangement.Spread, [QuestionPlacement.After], "Ollama llama"),
        ("prose zh", "offset", 2, 6144, 3, Arrangement.Gathered, [QuestionPlacement.After], "tiktoken o200k"),
        ("noise en", "rule", 2, 6144, 4, Arrangement.Spread, [QuestionPlacement.After], "tiktoken cl100k"),
        ("noise zh", "rule", 2, 6144, 4, Arrangement.Spread, [QuestionPlacement.After], "tiktoken o200k"),
        ("chronicle en", "update", 2, 4096, 8, Arrangement.Spread, [QuestionPlacement.After], "tokenizer.json SentencePiece"),
        ("chronicle zh", "update", 2, 6144, 6, Arrangement.Spread, [QuestionPlacement.After], "tokenizer.json byte-level"),
        ("report en", "latent", 2, 4096, 8, Arrangement.Gathered, [QuestionPlacement.Before, QuestionPlacement.After], "GGUF gpt2"),
        ("prose en", "link", 4, 6144, 1, Arrangement.Spread, [QuestionPlacement.After], "tiktoken o200k"),
        ("prose zh", "rule", 2, 8192, 1, Arrangement.Gathered, [QuestionPlacement.After], "tiktoken cl100k"),
        ("minutes en", "sum", 2, 2560, 3, Arrangement.Spread, [QuestionPlacement.Before, QuestionPlacement.After], "GGUF llama"),
        ("minutes zh", "link", 2, 12_288, 8, Arrangement.Spread, [QuestionPlacement.After], "tiktoken o200k"),
        ("report zh", "latent", 2, 6144, 4, Arrangement.Spread, [QuestionPlacement.After], "GGUF llama"),
    ];

    [Fact]
    public void A_versions_documents_and_prompts_never_change()
    {
        var lines = new string[Shapes.Length];
        Parallel.For(0, lines.Length, i => lines[i] = Line(i));
        lines.Select(l => l[^64..]).Should().OnlyHaveUniqueItems();
        Approve.Text(string.Join('\n', lines) + "\n", part: $"v{DocumentPlanner.GeneratorVersion}");
    }

    [Fact]
    public async Task A_versions_data_sets_never_change()
    {
        // The whole way from options: the corpus's seed too, which sweep and generate derive from the root.
        var prompts = new List<string>();
        await foreach (var (document, prompt) in SmallDataSet.Create(SmallDataSet.Options with { Corpus = "chronicle" }).QuestionsAsync(TestContext.Current.CancellationToken))
            prompts.Add($"{document.Plan.Id} {prompt.ContentSha256()}");
        var lines = prompts.GroupBy(p => p.Split(' ')[0]).Select(g => $"{g.Key} {g.Count()} prompts {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n", g))))}");
        Approve.Text(string.Join('\n', lines) + "\n", part: $"v{DocumentPlanner.GeneratorVersion}");
    }

    /// <summary>What a document is, its identity, and the hash of its text and of every prompt about it.</summary>
    private static string Line(int index)
    {
        var shape = Shapes[index];
        var source = PlanCorpus.Load(shape.Corpus, Characters);
        var tokenizer = TokenizerKinds.Small(shape.Tokenizer);
        var builder = new DocumentBuilder(
            PlanCorpus.Filler(shape.Corpus, Characters, tokenizer), source.Facts, PromptText.For(shape.Corpus[^2..]), shape.Placement, templateTokens: index);
        var options = new SweepOptions { Seed = (ulong)index, ChainsPerDocument = shape.Chains, Hops = shape.Hops };
        var planner = new DocumentPlanner(
            options, source.Corpus.Sha256, shape.Family, shape.Corpus[^2..], shape.Context, [0, 100, 300, (shape.Context - 1800) / (shape.Hops - 1)], shape.Arrangement);
        var document = builder.Build(planner.Plan(index));
        using var hash = new Utf8Hash();
        hash.Append(document.Text);
        foreach (var prompt in builder.Prompts(document, Arms).Concat(builder.ClosedBookPrompts(document)))
        {
            hash.Append(prompt.Content);
            hash.Append(string.Create(CultureInfo.InvariantCulture, $"\n{prompt.ContentTokens}\n"));
        }

        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{shape.Corpus} {shape.Family} hops={shape.Hops} chains={shape.Chains} {shape.Arrangement} {string.Join('+', shape.Placement)} [{shape.Tokenizer}] ")
            .Append(CultureInfo.InvariantCulture, $"{document.Plan.Id} {hash.Finish()}")
            .ToString();
    }
}
