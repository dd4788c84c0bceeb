namespace Haystack.Corpora.Procedural;

/// <summary>Where a sentence is written: minds <c>a</c> and <c>an</c>, and capitals.</summary>
internal sealed class SentenceBuffer
{
    private static readonly string[] ConsonantSounds = ["uni", "use", "usu", "eu", "one", "once"];
    private static readonly string[] VowelSounds = ["hour", "honest", "honour", "heir"];

    private char[] _chars = new char[512];
    private int _length;
    private bool _article;

    /// <summary>Makes the next letter a capital.</summary>
    public bool Capital { get; set; }

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<char> Written => _chars.AsSpan(0, _length);

    /// <summary>Begins a new sentence.</summary>
    public void Clear()
    {
        _length = 0;
        _article = false;
        Capital = true;
    }

    /// <summary>Writes <c>a</c>, which becomes <c>an</c> if a vowel follows.</summary>
    public void AppendArticle()
    {
        Append("a");
        _article = true;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (_article && text.TrimStart(' ') is { Length: > 0 } word)
        {
            _article = false;
            if (SoundsVowel(word))
            {
                var blank = _length > 0 && _chars[_length - 1] == ' ';
                _length -= blank ? 1 : 0;
                Write(blank ? "n " : "n");
            }
        }

        // "Ruth Hale, the miller," before another mark: one is enough; and no blank stands before it.
        if (_length > 0 && _chars[_length - 1] is (',' or ' ' or '，') && text is [',' or '.' or ';' or ':' or '，' or '。' or '；' or '：' or '、', ..])
            _length--;
        var from = _length;
        Write(text);
        for (var i = from; Capital && i < _length; i++)
        {
            if (char.IsLetterOrDigit(_chars[i]))
            {
                _chars[i] = char.ToUpperInvariant(_chars[i]);
                Capital = false;
            }
        }
    }

    private void Write(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _chars.Length)
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _length + text.Length));
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    private static bool SoundsVowel(ReadOnlySpan<char> word)
    {
        foreach (var start in VowelSounds)
        {
            if (word.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        if ("aeiouAEIOU".Contains(word[0], StringComparison.Ordinal))
        {
            foreach (var start in ConsonantSounds)
            {
                if (word.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                    return false;
            }

            return true;
        }

        return false;
    }
}
