namespace Haystack.Scoring;

/// <summary>A cleaned stretch of reply, cut into tokens.</summary>
internal sealed class Passage
{
    /// <summary>The signs of Chinese as strings: a reply holds each of them many times.</summary>
    private static readonly string?[] Signs = new string?[LastSign - FirstSign + 1];

    private const char FirstSign = '\u4E00', LastSign = '\u9FFF';

    private JoinedTokens? spaced;
    private JoinedTokens? joined;

    private Passage(string text, IReadOnlyList<Token> tokens, bool hasHan)
    {
        Text = text;
        Tokens = tokens;
        HasHan = hasHan;
    }

    /// <summary>The cleaned text.</summary>
    public string Text { get; }

    /// <summary>Its tokens in order.</summary>
    public IReadOnlyList<Token> Tokens { get; }

    /// <summary>Its tokens with single spaces between, for English phrases.</summary>
    public JoinedTokens Spaced => spaced ??= new JoinedTokens(Tokens, " ");

    /// <summary>Its tokens with nothing between, for Chinese phrases.</summary>
    public JoinedTokens Joined => joined ??= new JoinedTokens(Tokens, "");

    /// <summary>Whether any of it is in a script without word spaces.</summary>
    public bool HasHan { get; }

    /// <summary>Cleans and cuts.</summary>
    public static Passage From(string raw)
    {
        var text = CleanText.From(raw);
        var tokens = new List<Token>((text.Length / (text.Length > 0 && IsHan(text[0]) ? 1 : 4)) + 4);
        var hasHan = false;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var end = EndOf(text, i, out var kind);
            tokens.Add(new Token(kind, kind == TokenKind.Word ? Folded(text[i..end]) : Unfolded(text, i, end), i, end, char.IsUpper(text[i])));
            hasHan |= kind == TokenKind.Han;
            i = end;
        }

        return new Passage(text, tokens, hasHan);
    }

    /// <summary>Whether tokens <paramref name="left"/> and the next stand together with nothing between.</summary>
    public bool IsJoined(int left) =>
        left >= 0 && left + 1 < Tokens.Count && Tokens[left].End == Tokens[left + 1].Start;

    /// <summary>The token in which the character at <paramref name="place"/> of <see cref="Text"/> stands.</summary>
    public int TokenFrom(int place)
    {
        var at = 0;
        while (at + 1 < Tokens.Count && Tokens[at + 1].Start <= place)
            at++;
        return at;
    }

    /// <summary>Whether token <paramref name="index"/> exists and is the given mark.</summary>
    public bool IsMark(int index, char mark) => index >= 0 && index < Tokens.Count && Tokens[index].Is(mark);

    /// <summary>Whether token <paramref name="index"/> exists and is of the kind.</summary>
    public bool Is(int index, TokenKind kind) => index >= 0 && index < Tokens.Count && Tokens[index].Kind == kind;

    /// <summary>Whether token <paramref name="index"/> exists and reads as one of the words.</summary>
    public bool IsAny(int index, IReadOnlySet<string> words) =>
        index >= 0 && index < Tokens.Count && words.Contains(Tokens[index].Text);

    /// <summary>The text of tokens <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public string Slice(int first, int last) => Text[Tokens[first].Start..Tokens[last].End];

    private static int EndOf(string text, int start, out TokenKind kind)
    {
        var c = text[start];
        var end = start + 1;
        if (char.IsAsciiDigit(c))
        {
            kind = TokenKind.Digits;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
        }
        else if (IsHan(c))
        {
            kind = TokenKind.Han;
        }
        else if (char.IsLetter(c))
        {
            kind = TokenKind.Word;
            while (end < text.Length && IsInWord(text, end))
                end++;
        }
        else
        {
            kind = TokenKind.Mark;
        }

        return end;
    }

    private static bool IsInWord(string text, int i)
    {
        var c = text[i];
        if (c is '\'' or '\u2019')
            return i + 1 < text.Length && char.IsLetter(text[i + 1]) && !IsHan(text[i + 1]);
        return (char.IsLetter(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark) && !IsHan(c);
    }

    // 〇 counts as a numeral sign and is no letter.
    private static bool IsHan(char c) =>
        c == '〇' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.OtherLetter;

    private static string Unfolded(string text, int start, int end) =>
        end - start == 1 && text[start] is >= FirstSign and <= LastSign ? Signs[text[start] - FirstSign] ??= text[start].ToString() : text[start..end];

    private static string Folded(string word)
    {
        var text = word.ToLowerInvariant();
        if (text.EndsWith("'s", StringComparison.Ordinal))
            text = text[..^2];
        return text.Replace("'", "", StringComparison.Ordinal);
    }
}
