using System.Text;
using CsCheck;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>Kind <c>gemma4</c> and its like: letters merge by rank inside lines.</summary>
public sealed class LineVocabularyTests
{
    private static readonly Lazy<TokenizerVocabulary> Gemma = new(() => DerivedSentencePiece.OfLines(6_000));

    public static TheoryData<string, string?> Names => new(("gemma4", null), ("gpt2", "gemma4"), ("gpt2", "granite-embed-multi-311m"), ("gpt2", "sarvam-moe"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_are_those_of_merging_each_line_by_rank_letter_by_letter(string kind, string? pre)
    {
        var vocabulary = Gemma.Value with { Kind = kind, Pre = pre };
        var tokenizer = VocabularyTokenizer.Create(vocabulary);
        tokenizer.Source.Should().Be("test:gemma4");
        var plain = new PlainMerging(vocabulary, wholeFeeds: pre != "sarvam-moe");
        foreach (var text in SampleTexts.All.Where(t => t.Key is not "long word").Select(t => t.Value))
            tokenizer.Ids(text).Should().Equal(plain.Ids(text), "of '{0}'", text);
        RandomText.Any.Sample(text => tokenizer.Ids(text).AsSpan().SequenceEqual(plain.Ids(text)), iter: 600);
    }

    [Fact]
    public void Lines_are_cut_apart_and_a_run_of_line_feeds_is_one_token_where_it_can_be()
    {
        var tokenizer = VocabularyTokenizer.Create(Gemma.Value);
        string[] Texts(string text) => [.. tokenizer.Ids(text).Select(id => Gemma.Value.Tokens[id])];
        Texts(" the\n\nthe").Should().Equal("▁the", "\n\n", "the");
        Texts("\n\n\n").Should().Equal("\n\n\n");
        tokenizer.AddsBos.Should().BeTrue("llama.cpp adds it whatever the file says");
        tokenizer.AlwaysCuts(' ', '\n').Should().BeTrue();
        tokenizer.AlwaysCuts('\n', '\n').Should().BeFalse();
        Seam.IsClean(tokenizer, "It rained.", " \n\nNobody came.").Should().BeTrue();
    }

    [Fact]
    public void It_comes_back_from_the_cache_as_it_was_and_differs_from_its_like()
    {
        var compiled = VocabularyCompiler.Compile(Gemma.Value);
        var read = CompiledVocabularyFile.TryRead(new MemoryStream(CompiledVocabularyFile.Write(compiled)))!;
        var (before, after) = (VocabularyTokenizer.Create(compiled, "a"), VocabularyTokenizer.Create(read, "b"));
        foreach (var text in SampleTexts.All.Values)
            after.Encode(text).Should().Equal(before.Encode(text));
        VocabularyCompiler.Compile(Gemma.Value with { Kind = "gpt2", Pre = "sarvam-moe" }).Fingerprint
            .Should().NotBe(VocabularyCompiler.Compile(Gemma.Value with { Kind = "gpt2", Pre = "gemma4" }).Fingerprint);
    }

    [Fact]
    public void Without_merges_it_is_refused()
    {
        var act = () => VocabularyTokenizer.Create(Gemma.Value with { Merges = [] });
        act.Should().Throw<HaystackException>().WithMessage("*kind 'gemma4' without merges");
    }

    /// <summary>The rule as it is told, with texts for symbols and no table, cache or stretches.</summary>
    private sealed class PlainMerging
    {
        private readonly Dictionary<string, int> _ids = [];
        private readonly Dictionary<(string, string), int> _ranks = [];
        private readonly bool _wholeFeeds;

        public PlainMerging(TokenizerVocabulary vocabulary, bool wholeFeeds)
        {
            _wholeFeeds = wholeFeeds;
            for (var id = 0; id < vocabulary.Tokens.Count; id++)
            {
                if (vocabulary.TokenTypes![id] is TokenType.Normal or TokenType.Byte)
                    _ids[vocabulary.Tokens[id]] = id;
            }

            foreach (var merge in vocabulary.Merges)
            {
                var blank = merge.IndexOf(' ', 1);
                _ranks.TryAdd((merge[..blank], merge[(blank + 1)..]), _ranks.Count);
            }
        }

        public int[] Ids(string text)
        {
            var ids = new List<int>();
            var escaped = CodePointShadow.WithoutLoneSurrogates(text).ToString().Replace(' ', '▁');
            for (var at = 0; at < escaped.Length;)
            {
                var end = at + 1;
                while (end < escaped.Length && (escaped[end] == '\n') == (escaped[at] == '\n'))
                    end++;
                Add(escaped[at..end], ids);
                at = end;
            }

            return [.. ids];
        }

        private void Add(string line, List<int> ids)
        {
            if (_wholeFeeds && line[0] == '\n' && _ids.TryGetValue(line, out var whole))
            {
                ids.Add(whole);
                return;
            }

            var symbols = line.EnumerateRunes().Select(r => r.ToString()).ToList();
            while (true)
            {
                var best = Enumerable.Range(0, Math.Max(0, symbols.Count - 1))
                    .Where(i => _ranks.ContainsKey((symbols[i], symbols[i + 1])))
                    .OrderBy(i => _ranks[(symbols[i], symbols[i + 1])]).ThenBy(i => i).Cast<int?>().FirstOrDefault();
                if (best is not { } at)
                    break;
                symbols[at] += symbols[at + 1];
                symbols.RemoveAt(at + 1);
            }

            foreach (var symbol in symbols)
            {
                if (_ids.TryGetValue(symbol, out var id))
                    ids.Add(id);
                else
                    ids.AddRange(Encoding.UTF8.GetBytes(symbol).Select(b => _ids[$"<0x{b:X2}>"]));
            }
        }
    }
}
