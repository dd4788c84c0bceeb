using BenchmarkDotNet.Attributes;
using Haystack.Planning;
using Haystack.Sets;
using Haystack.Tokenization;

namespace Haystack.Benchmarks;

/// <summary>Making one document of exact length, by one thread: slices only, no tokenizing of the document.</summary>
[MemoryDiagnoser]
public class DocumentBenchmarks
{
    private DocumentSet _set = null!;
    private int _next;

    /// <summary>Tokens of the longest prompt.</summary>
    [Params(32 * 1024, 128 * 1024)]
    public int ContextTokens { get; set; }

    /// <summary>Whole chains in the document.</summary>
    [Params(1, 8)]
    public int Chains { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new SweepOptions { Contexts = [ContextTokens], MaxContextTokens = ContextTokens, ChainsPerDocument = Chains, Documents = 1_000_000 };
        var sources = new TextSources(options, ContextTokens, static _ => { });
        _set = DocumentSets.Create(options, sources, TokenizerSpec.Load("tiktoken:o200k_base"), [new Rung(ContextTokens)], templateTokens: 0)[0];
    }

    /// <summary>A document as it is streamed: every one another.</summary>
    [Benchmark]
    public int Build() => _set.Build(_next++).Slices.Count;

    /// <summary>A document with its text put together, as it is sent.</summary>
    [Benchmark]
    public int BuildText() => _set.Build(_next++).Text.Length;
}
