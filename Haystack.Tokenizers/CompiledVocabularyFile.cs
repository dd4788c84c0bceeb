using System.Runtime.InteropServices;
using System.Text;

namespace Haystack.Tokenization;

/// <summary>A <see cref="CompiledVocabulary"/> as bytes. The cache checks that they are whole; this checks that they make sense.</summary>
internal static class CompiledVocabularyFile
{
    private const int Largest = 1 << 27;

    /// <summary>As bytes.</summary>
    public static byte[] Write(CompiledVocabulary vocabulary)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(vocabulary.Fingerprint);
            writer.Write(vocabulary.Label);
            writer.Write(vocabulary.AddsBos);
            writer.Write(vocabulary.CutsBeforeBlank);
            writer.Write(vocabulary.Nfc);
            writer.Write(vocabulary.Nfkc);
            writer.Write((byte)vocabulary.Lines);
            writer.Write(vocabulary.Rules is not null);
            if (vocabulary.Rules is { } rules)
            {
                WriteTexts(writer, rules.Expressions);
                writer.Write(rules.IgnoreMerges);
                writer.Write((byte)rules.Cuts);
            }

            WriteArray<int>(writer, vocabulary.ByteTokens);
            WriteArray<int>(writer, vocabulary.RuneTokens);
            WriteArray<int>(writer, vocabulary.Neighbours);
            WriteArray<int>(writer, vocabulary.Lengths);
            WriteArray(writer, vocabulary.Merges.Keys);
            WriteArray(writer, vocabulary.Merges.Ranks);
            WriteArray(writer, vocabulary.Merges.Merged);
            WriteMap(writer, vocabulary.WholePieces);
            WriteMap(writer, vocabulary.UserTokens);
            writer.Write(vocabulary.LeftmostUserTokens);
            writer.Write(vocabulary.BlankAfterUserTokens);
            WriteTexts(writer, vocabulary.ControlTexts);
            writer.Write(vocabulary.IsLongestMatch);
        }

        return stream.ToArray();
    }

    /// <summary>From bytes; null where they do not make sense.</summary>
    public static CompiledVocabulary? TryRead(Stream content)
    {
        try
        {
            using var reader = new BinaryReader(content, Encoding.UTF8, leaveOpen: true);
            return Read(reader);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static CompiledVocabulary Read(BinaryReader reader) => new()
    {
        // In the order of writing: initialisers run from top to bottom.
        Fingerprint = reader.ReadString(),
        Label = reader.ReadString(),
        AddsBos = reader.ReadBoolean(),
        CutsBeforeBlank = reader.ReadBoolean(),
        Nfc = reader.ReadBoolean(),
        Nfkc = reader.ReadBoolean(),
        Lines = (LineRules)reader.ReadByte(),
        Rules = !reader.ReadBoolean() ? null : new PreTokenizerRules
        {
            Expressions = ReadTexts(reader),
            IgnoreMerges = reader.ReadBoolean(),
            Cuts = (CutRules)reader.ReadByte(),
        },
        ByteTokens = ReadArray<int>(reader),
        RuneTokens = ReadArray<int>(reader),
        Neighbours = ReadArray<int>(reader),
        Lengths = ReadArray<int>(reader),
        Merges = new MergeTable(ReadArray<ulong>(reader), ReadArray<int>(reader), ReadArray<int>(reader)),
        WholePieces = ReadMap(reader),
        UserTokens = ReadMap(reader),
        LeftmostUserTokens = reader.ReadBoolean(),
        BlankAfterUserTokens = reader.ReadBoolean(),
        ControlTexts = ReadTexts(reader),
        IsLongestMatch = reader.ReadBoolean(),
    };

    private static void WriteArray<T>(BinaryWriter writer, ReadOnlySpan<T> items)
        where T : unmanaged
    {
        writer.Write(items.Length);
        writer.Write(MemoryMarshal.AsBytes(items));
    }

    private static T[] ReadArray<T>(BinaryReader reader)
        where T : unmanaged
    {
        var items = GC.AllocateUninitializedArray<T>(Length(reader, Marshal.SizeOf<T>()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(items.AsSpan()));
        return items;
    }

    private static void WriteTexts(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        foreach (var text in texts)
            writer.Write(text);
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var texts = new string[Length(reader, 1)];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = reader.ReadString();
        return texts;
    }

    private static void WriteMap(BinaryWriter writer, IReadOnlyDictionary<string, int> map)
    {
        writer.Write(map.Count);
        foreach (var (text, id) in map)
        {
            writer.Write(text);
            writer.Write(id);
        }
    }

    private static Dictionary<string, int> ReadMap(BinaryReader reader)
    {
        var count = Length(reader, 5);
        var map = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            map.Add(reader.ReadString(), reader.ReadInt32());
        return map;
    }

    private static int Length(BinaryReader reader, int bytesEach)
    {
        var length = reader.ReadInt32();
        return length >= 0 && length <= Largest && (long)length * bytesEach <= reader.BaseStream.Length - reader.BaseStream.Position
            ? length
            : throw new InvalidDataException("a length that the file cannot hold");
    }
}
