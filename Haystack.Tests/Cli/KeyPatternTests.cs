using System.Globalization;
using System.Text;
using FluentAssertions;
using Haystack.Inference.OpenAi;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>Whatever a server makes of a key that it was sent, nothing of it that would tell it stays.</summary>
public sealed class KeyPatternTests
{
    private const string Key = "sk-proj-4f9A_77Qx7TzLw9VkRm4HsYp2JnGuWo";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Key);

    /// <summary>Each with what it makes of the key; no eight letters or digits of that may be left in a row.</summary>
    public static TheoryData<string> Echoes => new(
        Key, Key.ToUpperInvariant(), string.Concat(Key.Reverse()), Key[..20], Key[12..], Key[..22] + "\n" + Key[22..], string.Join(' ', Key.Chunk(6).Select(c => new string(c))),
        string.Concat(Key.Select(c => $"\\u{(int)c:x4}")), string.Concat(Key.Select(c => $"\\u{(int)c:X4}")), string.Concat(Key.Select(c => $"%{(int)c:X2}")), string.Concat(Key.Select(c => $"%25{(int)c:x2}")),
        string.Concat(Key.Select(c => $"&#{(int)c};")), string.Concat(Key.Select(c => $"&#x{(int)c:X};")), string.Concat(Key.Select(c => $"\\x{(int)c:x2}")),
        Convert.ToHexString(Bytes), Convert.ToHexStringLower(Bytes), string.Join(':', Bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))), string.Join(", ", Bytes.Select(b => $"0x{b:x2}")), string.Join(' ', Bytes.Select(b => b.ToString("X2", CultureInfo.InvariantCulture))),
        string.Join(", ", Bytes), Convert.ToBase64String(Bytes), Convert.ToBase64String(Bytes).Replace('+', '-').Replace('/', '_'), Convert.ToBase64String(Encoding.UTF8.GetBytes("y" + Key + "!?")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Key)).Insert(20, "\r\n"), Convert.ToBase64String(Encoding.Unicode.GetBytes("y" + Key)), Convert.ToBase64String(Bytes)[3..30]);

    [Theory]
    [MemberData(nameof(Echoes))]
    public void An_echo_of_a_key_in_any_form_is_struck_out(string echo)
    {
        var struck = new KeyPattern(Key).StrikeOut($"You sent {echo} as a header.");
        struck.Should().StartWith("You sent ").And.EndWith(" as a header.").And.Contain("***");
        // What stays of it is at most the ends that its neighbours share.
        string.Concat(struck["You sent ".Length..^" as a header.".Length].Where(char.IsAsciiLetterOrDigit)).Length.Should().BeLessThan(8, struck);
    }

    [Theory]
    [InlineData(Key, "The projector of 2019 stood in Kernelholm, 4 of 9 rooms; the answer is Tavrenko. 3f2a9c0d11, 0x7f, 100%, &#38;, \\u00e9, abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("local-development-key", "For local development a key is not needed; development keys are local.")]
    [InlineData("not-needed-but-asked-for-22", "Not needed, but asked for: 22 of them.")]
    [InlineData("lm-studio", "LM Studio has no key: lm studio.")]
    public void What_is_no_part_of_a_key_stays(string key, string said) => new KeyPattern(key).StrikeOut(said).Should().Be(said);
}
