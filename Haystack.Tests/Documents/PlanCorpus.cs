using System.Collections.Concurrent;
using Haystack.Corpora;
using Haystack.Documents;
using Haystack.Facts;
using Haystack.Tests.Storage;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;

namespace Haystack.Tests.Documents;

/// <summary>A corpus with the facts that may stand in it.</summary>
internal sealed record PlanCorpus(Corpus Corpus, IFactSource Facts)
{
    private static readonly ConcurrentDictionary<(string Name, int Characters), Lazy<PlanCorpus>> Loaded = new();
    private static readonly ConcurrentDictionary<(string Name, int Characters, string Fingerprint), Lazy<Filler>> Fillers = new();

    /// <summary>Every shipped corpus in every language that has it, and this repository's own source.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. CorpusLibrary.Shipped.SelectMany(CorpusLibrary.LanguagesOf, (name, code) => $"{name} {code}"), "code en"];

    /// <summary>A corpus of those; told ones and code have so many characters in English, and half as many in Chinese.</summary>
    public static PlanCorpus Load(string name, int characters) =>
        Loaded.GetOrAdd((name, characters), key => new Lazy<PlanCorpus>(() => Read(key.Name, key.Characters))).Value;

    /// <summary>The same, counted.</summary>
    public static Filler Filler(string name, int characters, ModelTokenizer tokenizer) =>
        Fillers.GetOrAdd(
            (name, characters, tokenizer.Fingerprint),
            key => new Lazy<Filler>(() => new Filler(CountedCorpus.Count(Load(key.Name, key.Characters).Corpus, tokenizer, new HaystackCache(null))))).Value;

    private static PlanCorpus Read(string name, int characters)
    {
        using var folder = new TemporaryFolder();
        var (title, language) = (name[..^3], name[^2..]);
        var corpus = CorpusLibrary.Load(title == "code" ? SourceCode(folder, characters) : title, language, new Seed(1), language == "zh" ? characters / 2 : characters);
        return new PlanCorpus(corpus, FactLibrary.Load().For(corpus, out _));
    }

    private static string SourceCode(TemporaryFolder folder, int characters)
    {
        var files = Directory.EnumerateFiles(ExternalTool.RepositoryFile("Haystack.Core"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var text = string.Join('\n', files.Select(File.ReadAllText));
        File.WriteAllText(folder["code.txt"], text[..Math.Min(text.Length, characters)]);
        return folder["code.txt"];
    }
}
