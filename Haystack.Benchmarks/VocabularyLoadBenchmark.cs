using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;

namespace Haystack.Benchmarks;

/// <summary>
/// Loading a vocabulary as large as Qwen's (152,000 tokens) once in a process: compiled from its arrays (to take under a
/// second), and from the cache (under 200 ms). Much of the time is just-in-time compilation; what the set-up has run
/// already is not in it.
/// </summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 5, warmupCount: 0, iterationCount: 1, invocationCount: 1)]
public class VocabularyLoadBenchmark : IDisposable
{
    private const int Tokens = 151_665;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("haystack-benchmark-");
    private TokenizerVocabulary _vocabulary = null!;

    /// <summary>Whether the cache holds it.</summary>
    [Params(false, true)]
    public bool Cached { get; set; }

    /// <summary>Derives the vocabulary, and compiles it once for the cache.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _vocabulary = DerivedVocabulary.Derive("o200k_base", Tokens) with { Pre = "qwen2" };
        if (Cached)
            new HaystackCache(_directory.FullName).Write(VocabularyCache.Kind, "benchmark", CompiledVocabularyFile.Write(VocabularyCompiler.Compile(_vocabulary)));
    }

    /// <summary>Loads, and counts one sentence.</summary>
    [Benchmark]
    public int Load() =>
        VocabularyCache.Load(new HaystackCache(_directory.FullName), "benchmark", "benchmark", () => _vocabulary).Count("The harbour was closed.");

    /// <summary>Removes the cache.</summary>
    [GlobalCleanup]
    public void Cleanup() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_directory.Exists)
            _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
