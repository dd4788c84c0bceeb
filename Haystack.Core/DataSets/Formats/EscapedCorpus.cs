using System.Text;
using System.Text.Encodings.Web;
using Haystack.Documents;

namespace Haystack.DataSets.Formats;

/// <summary>A corpus as the inside of a JSON string, in UTF-8: made once, copied slice by slice into every document.</summary>
internal sealed class EscapedCorpus
{
    private readonly byte[] _bytes;
    private readonly int[] _unitStarts;

    /// <summary>Escapes the corpus of a filler.</summary>
    public EscapedCorpus(Filler filler)
    {
        var units = filler.UnitCount;
        _unitStarts = new int[units + 1];
        using var bytes = new MemoryStream(filler.Corpus.Corpus.Text.Length * 5 / 4);
        for (var unit = 0; unit < units; unit++)
        {
            _unitStarts[unit] = (int)bytes.Length;
            bytes.Write(Escape(filler.Slice(unit, unit + 1).Span));
        }

        _unitStarts[units] = (int)bytes.Length;
        _bytes = bytes.ToArray();
    }

    /// <summary>The bytes of a slice.</summary>
    public ReadOnlySpan<byte> Of(TextSlice slice) =>
        _bytes.AsSpan(_unitStarts[slice.FirstUnit].._unitStarts[slice.FirstUnit + slice.UnitCount]);

    /// <summary>Text as the inside of a JSON string: only what JSON demands is escaped, so that Chinese stays readable.</summary>
    public static byte[] Escape(ReadOnlySpan<char> text) =>
        Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text.ToString()));
}
