using System.Security.Cryptography;
using System.Text;
using CsCheck;
using FluentAssertions;
using Haystack.Documents;
using Xunit;

namespace Haystack.Tests.Documents;

/// <summary>Hashes of texts that are never put together.</summary>
public sealed class Utf8HashTests
{
    [Fact]
    public void A_text_given_in_pieces_hashes_as_the_whole() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char, Gen.Const('\ud83d'), Gen.Const('\ude00'))], Gen.Int[0, 20_000], Gen.Int[0, 30_000])
            .Sample((text, filler, cut) =>
            {
                var whole = text + new string('中', filler) + text;
                var at = Math.Min(cut, whole.Length);
                using var hash = new Utf8Hash();
                hash.Append(whole.AsSpan(0, at));
                hash.Append(whole.AsSpan(at));
                hash.Finish().Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole))));
            }, iter: 200);
}
