namespace Haystack.Inference;

/// <summary>Cuts a stream of characters into sentences and lines.</summary>
internal sealed class SentenceCutter
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>A sentence is cut here at the latest.</summary>
    private const int Longest = 2_000;

    /// <summary>Fewer letters than this are a label or a cell.</summary>
    private const int FewestLetters = 8;

    private const string ChineseNumerals = "〇零一二三四五六七八九十百千万两";
    private const string CodeMarks = "|{}\"=;<>\t";

    private ulong hash = Offset;
    private ulong besidesNumbers = Offset;
    private int length;
    private int letters;
    private bool isCode;
    private bool inNumber;
    private bool wasSpace;
    private char last;

    /// <summary>Takes the next character; the sentence that ends with it or before it, else null.</summary>
    public Sentence? Add(char c)
    {
        var isSpace = char.IsWhiteSpace(c);
        if (c == '\n' || length >= Longest || (isSpace && last is '.' or '!' or '?' or '…'))
            return length == 0 ? null : Cut(c);
        if (isSpace)
        {
            wasSpace = length > 0;
            isCode |= c == '\t';
            return null;
        }

        Take(c);
        return last is '。' or '！' or '？' ? Cut(c) : null;
    }

    private void Take(char c)
    {
        length += wasSpace ? 2 : 1;
        isCode |= CodeMarks.Contains(c, StringComparison.Ordinal) || (length == 1 && c is '-' or '#' or '[' or ']' or '(' or ')');
        if (c is not ('*' or '_' or '`'))
            last = c;
        var lower = char.ToLowerInvariant(c);
        if (wasSpace)
            Mix(' ', isNumber: false);
        if (c is not ('*' or '_' or '`' or '"'))
            Mix(lower, char.IsDigit(c) || ChineseNumerals.Contains(c, StringComparison.Ordinal));
        // A Chinese character carries about as much as two letters.
        if (char.IsLetter(c) && !inNumber)
            letters += c >= '\u2E80' ? 2 : 1;
        wasSpace = false;
    }

    private void Mix(char c, bool isNumber)
    {
        hash = unchecked((hash ^ c) * Prime);
        if (!isNumber || !inNumber)
            besidesNumbers = unchecked((besidesNumbers ^ (isNumber ? '#' : c)) * Prime);
        inNumber = isNumber;
    }

    private Sentence Cut(char c)
    {
        var ends = last is '.' or '!' or '?' or '…' or '。' or '！' or '？' || (length >= Longest && c != '\n');
        var sentence = new Sentence(hash, besidesNumbers, length, ends && letters >= 2, letters >= FewestLetters && !isCode);
        hash = besidesNumbers = Offset;
        length = letters = 0;
        isCode = inNumber = wasSpace = false;
        last = '\0';
        return sentence;
    }
}
