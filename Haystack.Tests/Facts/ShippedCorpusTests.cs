using System.Diagnostics;
using FluentAssertions;
using Haystack.Corpora;
using Haystack.Facts;
using Haystack.Tests.Inference.Builtin;
using Xunit;

namespace Haystack.Tests.Facts;

public sealed class ShippedCorpusTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Measure()
    {
        var text = CorpusLibrary.Load("chronicle", "en", new Seed(1), 150_000).Text[..130_000];
        foreach (var reader in new[] { "builtin/oracle", "builtin/window-8k", "builtin/guess", "simulated/half-4k", "builtin/bm25-4" })
        {
            using var client = ReaderKit.Reader(reader);
            var chains = FactKit.Source("en").Create(FactKit.Request(FactLibrary.Load().Find("en", "link"), 1));
            var document = text[..65_000] + " \n\n" + string.Join(" ", chains.SelectMany(c => c.Facts).Select(f => f.Text)) + text[65_000..];
            var watch = Stopwatch.StartNew();
            var n = 0;
            TimeSpan first = default;
            for (var k = 0; k < 5; k++)
            foreach (var question in chains.SelectMany(c => c.Questions))
            {
                await client.GetResponseAsync([new Microsoft.Extensions.AI.ChatMessage(Microsoft.Extensions.AI.ChatRole.User, FactKit.Prompt(document, question.Text))], cancellationToken: TestContext.Current.CancellationToken);
                if (n++ == 0)
                    first = watch.Elapsed;
            }
            output.WriteLine($"{reader}: first {first.TotalMilliseconds:0} ms, then {(watch.Elapsed - first).TotalMilliseconds / (n - 1):0.00} ms each");
        }
    }

    [Fact]
    public void Words()
    {
        foreach (var (name, language) in new[] { ("chronicle", "en"), ("prose", "en"), ("chronicle", "zh"), ("prose", "zh") })
        {
            Corpus corpus;
            try { corpus = CorpusLibrary.Load(name, language, new Seed(1), 150_000); }
            catch (Exception e) when (e is HaystackException or KeyNotFoundException) { output.WriteLine($"{name} {language}: {e.Message}"); continue; }
            var counts = FactProfile.Words(corpus.Text, language).GroupBy(w => w).ToDictionary(g => g.Key, g => g.Count());
            var freqs = Enumerable.Range(0, corpus.SentenceCount).Select(i => FactProfile.Frequency(corpus.Sentence(i).ToString(), counts, language)).Order().ToArray();
            output.WriteLine($"{name} {language} freq 5% {freqs[freqs.Length / 20]:0.00} 50% {freqs[freqs.Length / 2]:0.00} 95% {freqs[freqs.Length * 19 / 20]:0.00}");
            foreach (var family in FactLibrary.Load().All.Where(f => f.Language.Code == language))
            {
                var templates = family.Hops.SelectMany(h => h.Facts).Select(t => System.Text.RegularExpressions.Regex.Replace(t.Source, @"\{[a-z0-9]+\}", "")).Distinct().ToList();
                var q = templates.Select(f => FactProfile.Frequency(f, counts, language)).Order().ToArray();
                output.WriteLine($"  {family.Name} 5% {q[q.Length / 20]:0.00} 50% {q[q.Length / 2]:0.00} 95% {q[q.Length * 19 / 20]:0.00} inside {templates.Count(f => Inside(freqs, FactProfile.Frequency(f, counts, language))) * 100 / templates.Count}% missing: "
                    + string.Join(" ", templates.SelectMany(t => FactProfile.Words(t, language)).Where(w => !counts.ContainsKey(w)).GroupBy(w => w).OrderByDescending(g => g.Count()).Select(g => $"{g.Key}×{g.Count()}")));
            }
        }
    }

    private static bool Inside(double[] sorted, double value) => value >= sorted[sorted.Length / 20] && value <= sorted[sorted.Length * 19 / 20];
}
