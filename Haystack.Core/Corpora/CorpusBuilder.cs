using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Haystack.Corpora;

/// <summary>Puts sentences together into a <see cref="Corpus"/>.</summary>
internal sealed class CorpusBuilder(string language)
{
    /// <summary>What joins two sentences of one paragraph where words are set apart by blanks.</summary>
    public const string Blank = " ";

    /// <summary>What opens a paragraph, and every corpus.</summary>
    public const string Paragraph = " \n\n";

    /// <summary>What opens a line inside a block: a list item, a table row, a line of code.</summary>
    public const string Line = " \n";

    private readonly StringBuilder _text = new();
    private readonly List<int> _boundaries = [0];

    /// <summary>Characters so far.</summary>
    public int Length => _text.Length;

    /// <summary>Stretches without an end of a sentence that were cut all the same.</summary>
    public int CutSentences { get; set; }

    /// <summary>Appends one sentence; one that is empty, or ends in white space, is the caller's bug.</summary>
    public void Add(ReadOnlySpan<char> lead, ReadOnlySpan<char> sentence)
    {
        if (sentence.IsEmpty || char.IsWhiteSpace(sentence[^1]))
            throw new ArgumentException("A sentence has text, and no white space at its end.", nameof(sentence));

        _text.Append(_boundaries.Count == 1 ? Paragraph : lead).Append(sentence);
        _boundaries.Add(_text.Length);
    }

    /// <summary>Appends a sentence as a corpus gave it, its lead included.</summary>
    public void AddWithLead(ReadOnlySpan<char> sentence)
    {
        _text.Append(sentence);
        _boundaries.Add(_text.Length);
    }

    /// <summary>The finished corpus.</summary>
    public Corpus Build(string name)
    {
        var text = _text.ToString();
        int[] boundaries = [.. _boundaries];
        return new Corpus
        {
            Name = name,
            Language = language,
            Text = text,
            Boundaries = boundaries,
            Sha256 = Hash(text, boundaries),
        };
    }

    private string Hash(string text, int[] boundaries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(language + "\0"));
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(boundaries.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
