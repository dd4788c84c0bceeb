using BenchmarkDotNet.Attributes;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;

namespace Haystack.Benchmarks;

/// <summary>Counting the embedded prose, sentence after sentence, on one core. Divide by the tokens printed to have tokens a second.</summary>
[MemoryDiagnoser]
public class TokenizerCountBenchmark
{
    private ModelTokenizer _tokenizer = null!;
    private string[] _sentences = [];

    /// <summary>What counts.</summary>
    [Params("tiktoken", "gpt2")]
    public string Kind { get; set; } = "";

    /// <summary>What is counted.</summary>
    [Params("en", "zh")]
    public string Language { get; set; } = "";

    /// <summary>Loads text and tokenizer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _tokenizer = Kind == "tiktoken"
            ? TiktokenModelTokenizer.ForEncoding("o200k_base")
            : VocabularyTokenizer.Create(DerivedVocabulary.O200k with { Pre = "qwen2" });
        _sentences = Prose.Sentences(Language);
        Console.WriteLine($"// {_sentences.Sum(s => _tokenizer.Count(s))} tokens");
    }

    /// <summary>Counts every sentence.</summary>
    [Benchmark]
    public int Count()
    {
        var count = 0;
        foreach (var sentence in _sentences)
            count += _tokenizer.Count(sentence);
        return count;
    }
}
