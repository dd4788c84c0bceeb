using System.Buffers.Binary;
using System.Text;
using Haystack.Tokenization;

namespace Haystack.Tests.Tokenization;

/// <summary>SentencePiece's model file (<c>sentencepiece_model.proto</c>): the parts that decide tokens.</summary>
internal static class SentencePieceModelFile
{
    /// <summary>Reads pieces, scores and types.</summary>
    public static TokenizerVocabulary Read(ReadOnlySpan<byte> file)
    {
        var tokens = new List<string>();
        var scores = new List<float>();
        var types = new List<int>();
        while (!file.IsEmpty)
        {
            var (field, value) = Field(ref file);
            if (field != 1)
                continue;
            var (text, score, type) = ("", 0f, 1);
            while (!value.IsEmpty)
            {
                var (inner, content) = Field(ref value);
                if (inner == 1)
                    text = Encoding.UTF8.GetString(content);
                else if (inner == 2)
                    score = BinaryPrimitives.ReadSingleLittleEndian(content);
                else if (inner == 3)
                    type = content[0];
            }

            tokens.Add(text);
            scores.Add(score);
            types.Add(type);
        }

        return new TokenizerVocabulary { Source = "test:spm", Kind = "llama", Tokens = tokens, Scores = scores, TokenTypes = types };
    }

    /// <summary>Writes what a reader needs: BPE, byte fallback, identity normalisation, a dummy prefix or none.</summary>
    public static byte[] Write(TokenizerVocabulary vocabulary, bool dummyPrefix)
    {
        var file = new MemoryStream();
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            var piece = new MemoryStream();
            Bytes(piece, 1, Encoding.UTF8.GetBytes(vocabulary.Tokens[id]));
            piece.WriteByte((2 << 3) | 5);
            piece.Write(BitConverter.GetBytes(vocabulary.Scores![id]));
            Number(piece, 3, vocabulary.TokenTypes![id]);
            Bytes(file, 1, piece.ToArray());
        }

        var trainer = new MemoryStream();
        Number(trainer, 3, 2);
        Number(trainer, 35, 1);
        Number(trainer, 40, 0);
        Number(trainer, 41, 1);
        Number(trainer, 42, 2);
        Bytes(file, 2, trainer.ToArray());
        var normalizer = new MemoryStream();
        Bytes(normalizer, 1, "identity"u8.ToArray());
        Number(normalizer, 3, dummyPrefix ? 1 : 0);
        Number(normalizer, 4, 0);
        Number(normalizer, 5, 1);
        Bytes(file, 3, normalizer.ToArray());
        return file.ToArray();
    }

    private static void Number(MemoryStream stream, int field, int value)
    {
        Varint(stream, (uint)(field << 3));
        Varint(stream, (uint)value);
    }

    private static void Bytes(MemoryStream stream, int field, byte[] value)
    {
        Varint(stream, (uint)((field << 3) | 2));
        Varint(stream, (uint)value.Length);
        stream.Write(value);
    }

    private static void Varint(MemoryStream stream, uint value)
    {
        for (; value >= 0x80; value >>= 7)
            stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }

    private static FieldValue Field(ref ReadOnlySpan<byte> bytes)
    {
        var tag = Varint(ref bytes);
        var start = bytes;
        var length = (tag & 7) switch
        {
            0 => Skipped(ref bytes, start),
            5 => 4,
            1 => 8,
            _ => (int)Varint(ref bytes),
        };
        if ((tag & 7) == 0)
            return new FieldValue((int)(tag >> 3), start[..length]);
        var value = bytes[..length];
        bytes = bytes[length..];
        return new FieldValue((int)(tag >> 3), value);
    }

    private static int Skipped(ref ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> start)
    {
        Varint(ref bytes);
        return start.Length - bytes.Length;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private readonly ref struct FieldValue(int number, ReadOnlySpan<byte> value)
    {
        private readonly ReadOnlySpan<byte> _value = value;

        public void Deconstruct(out int field, out ReadOnlySpan<byte> content)
        {
            field = number;
            content = _value;
        }
    }
}
