using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>SHA-256 over everything in a vocabulary that decides tokens.</summary>
internal static class VocabularyFingerprint
{
    /// <summary>Lower-case hex; two vocabularies that differ in anything that matters differ here.</summary>
    public static string Of(TokenizerVocabulary vocabulary, PreTokenizerRules? rules, LineRules lines = LineRules.None)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddText(hash, ["haystack vocabulary 1", vocabulary.Kind]);
        AddText(hash, rules?.Expressions ?? []);
        AddText(hash, [$"{rules?.IgnoreMerges} {vocabulary.Nfc} {vocabulary.CutsBeforeBlank}"]);
        if (vocabulary.Nfkc)
            AddText(hash, ["NFKC"]);
        if (lines != LineRules.None)
            AddText(hash, [$"lines {lines}"]);
        AddText(hash, vocabulary.Tokens);
        AddText(hash, vocabulary.Merges);
        if (vocabulary.Scores is { } scores)
            hash.AppendData(MemoryMarshal.AsBytes(scores.ToArray().AsSpan()));
        if (vocabulary.TokenTypes is { } types)
            hash.AppendData(MemoryMarshal.AsBytes(types.ToArray().AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddText(IncrementalHash hash, IReadOnlyList<string> texts)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), texts.Count);
        buffer.Advance(4);
        foreach (var text in texts)
        {
            var head = buffer.GetSpan(4 + (text.Length * 3));
            var length = Encoding.UTF8.GetBytes(text, head[4..]);
            BinaryPrimitives.WriteInt32LittleEndian(head, length);
            buffer.Advance(4 + length);
            if (buffer.WrittenCount < 1 << 16)
                continue;
            hash.AppendData(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }

        hash.AppendData(buffer.WrittenSpan);
    }
}
