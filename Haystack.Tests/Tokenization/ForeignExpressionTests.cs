using System.Text;
using System.Text.Json;
using FluentAssertions;
using Haystack.Tokenization;
using Xunit;

namespace Haystack.Tests.Tokenization;

/// <summary>Expressions that a file brings with it: bounded in form before they are built, and all their looks together in time.</summary>
public sealed class ForeignExpressionTests
{
    public static TheoryData<string> Hostile() =>
    [
        @"(?=(a+)+$)\w|\s+|[^\s]", @"(?:(?:a|a)*)*(?!b)c|.", @"(?=(\w*\s*)*\d\d\d\d\d\d\d\d\d)x|.|\n", @"(?<=(a|aa)+b)x|\s|\S",
        @"\w+|(a{1000}){1000}", @"((((a{90}){90}){90}){90}){90}", new string('(', 2000) + "a" + new string(')', 2000), string.Join('|', Enumerable.Range(0, 1000).Select(i => $"a{i}")),
        new string('a', 100_000), @"[a-[b-[c-[d]]]]", @"(?<n>a)\k<n>*|", @"(?(a)b|c)", "[", "(", "*", @"\p{Nope}", @"(?#", "(?i", @"a{2147483647}", @"a{99999999999999999999}",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_expression_is_used_or_refused_in_one_line_and_in_bounded_time(string expression)
    {
        foreach (var (behavior, invert) in ((string, string)[])[("Isolated", "false"), ("Removed", "true")])
        {
            var file = $$$"""{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":{{{JsonSerializer.Serialize(expression)}}}},"behavior":"{{{behavior}}}","invert":{{{invert}}}},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},"model":{"type":"BPE","vocab":{{{Bytes()}}},"merges":["a a"]}}""";
            var cost = new ReadingCost();
            try
            {
                var tokenizer = VocabularyTokenizer.Create(TokenizerJson.Read("hf:file", Encoding.UTF8.GetBytes(file)));
                for (var i = 0; i < 20; i++)
                    tokenizer.Count(new string('a', 40 + i) + " " + new string('1', 20) + "b");
            }
            catch (HaystackException refusal)
            {
                refusal.Message.Should().NotContain("\n").And.MatchRegex("expression|not supported");
            }

            cost.ShouldBeBounded(expression[..Math.Min(60, expression.Length)], 1 << 29);
        }
    }

    [Theory]
    [InlineData(@"\p{N}{1,3}|\p{L}+|\s+|[^\s\p{L}\p{N}]+")]
    [InlineData(@"[一-龥]+|\w+|\W")]
    [InlineData(@"(?i:'s|'t|'re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|\s+|.")]
    public void An_engine_that_never_goes_back_cuts_as_the_other_does(string expression)
    {
        var linear = ForeignExpression.Linear(expression, TimeSpan.FromSeconds(5))!;
        var usual = new System.Text.RegularExpressions.Regex(expression, System.Text.RegularExpressions.RegexOptions.CultureInvariant);
        var stream = new Seed(17).Derive("linear").Stream();
        string[] bits = [" ", "  ", "\n", "\r\n", "a", "Zoe", "the", "'s", "'RE", "é", "0", "12345", "½", ".", "!?", "—", "。", "他说", "か", "한", "e\u0301", "\u00A0", "$", "_"];
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + stream.Next(12)).Select(_ => stream.Pick(bits)));
            linear.Matches(text).Select(m => (m.Index, m.Length)).Should().Equal(usual.Matches(text).Select(m => (m.Index, m.Length)), text);
        }
    }

    private static string Bytes() => JsonSerializer.Serialize(Enumerable.Range(0, 256).Select(b => ByteAlphabet.Encode([(byte)b])).Append("aa").Select((t, id) => (t, id)).ToDictionary(t => t.t, t => t.id));
}
