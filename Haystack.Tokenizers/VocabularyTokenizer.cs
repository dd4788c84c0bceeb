using Haystack.Tokenization.Checking;

namespace Haystack.Tokenization;

/// <summary>A tokenizer built from a model's own vocabulary.</summary>
internal abstract class VocabularyTokenizer : ModelTokenizer
{
    private readonly HashSet<int> _userNeighbours;
    private readonly UserTokenFinder? _userTokens;
    private readonly HashSet<char> _noCutAfter;
    private Lazy<SecondEncoder>? _second;

    /// <summary>Takes over what is common to all kinds.</summary>
    protected VocabularyTokenizer(CompiledVocabulary vocabulary, string source)
    {
        Vocabulary = vocabulary;
        Source = source;
        _userTokens = vocabulary.UserTokens.Count == 0 ? null : new UserTokenFinder(vocabulary.UserTokens, vocabulary.LeftmostUserTokens);
        _noCutAfter = vocabulary.BlankAfterUserTokens ? [.. vocabulary.UserTokens.Keys.Select(t => t[^1])] : [];
        _userNeighbours = [.. vocabulary.UserTokens.Keys.SelectMany(Neighbours.Of)];
    }

    /// <inheritdoc/>
    public sealed override string Source { get; }

    /// <inheritdoc/>
    public sealed override string Fingerprint => Vocabulary.Fingerprint;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> ControlTexts => Vocabulary.ControlTexts;

    /// <summary>Whether the server puts BOS before a prompt; it counts there, never here.</summary>
    public bool AddsBos => Vocabulary.AddsBos;

    /// <inheritdoc/>
    internal sealed override SecondEncoder? Second => _second?.Value;

    /// <summary>What it is built on.</summary>
    protected internal CompiledVocabulary Vocabulary { get; }

    /// <summary>The vocabulary's tokenizer, by its kind.</summary>
    public static VocabularyTokenizer Create(CompiledVocabulary vocabulary, string source, Func<SecondEncoder>? second = null)
    {
        VocabularyTokenizer made = vocabulary.IsLongestMatch ? new LongestMatchTokenizer(vocabulary, source)
            : vocabulary.Rules is null ? new SentencePieceModelTokenizer(vocabulary, source)
            : new ByteLevelTokenizer(vocabulary, source);
        made._second = second is null ? null : new Lazy<SecondEncoder>(second);
        return made;
    }

    /// <summary>Compiles and creates.</summary>
    /// <exception cref="TokenizerUnsupportedException">Its kind or rules are not known here.</exception>
    /// <exception cref="HaystackException">Its parts do not fit together.</exception>
    public static VocabularyTokenizer Create(TokenizerVocabulary vocabulary) =>
        Create(VocabularyCompiler.Compile(vocabulary), vocabulary.Source);

    /// <inheritdoc/>
    public sealed override int Count(ReadOnlySpan<char> text)
    {
        if (Vocabulary.Nfc && !NormalForm.IsSurelyComposed(text, Vocabulary.Nfkc))
            text = NormalForm.Compose(text, Vocabulary.Nfkc).Text;
        if (_userTokens is null)
            return CountPlain(text);
        var count = 0;
        var after = false;
        while (_userTokens.TryFind(text, out var at, out var length, out _))
        {
            count += CountBetween(text[..at], after) + 1;
            text = text[(at + length)..];
            after = true;
        }

        return count + CountBetween(text, after);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<TokenSpan> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Vocabulary.Nfc || NormalForm.IsSurelyComposed(text, Vocabulary.Nfkc))
            return EncodeComposed(text);
        var (composed, origins) = NormalForm.Compose(text, Vocabulary.Nfkc);
        return [.. EncodeComposed(composed).Select(t => new TokenSpan(t.Id, origins[t.Start], origins[t.End]))];
    }

    /// <inheritdoc/>
    internal sealed override bool AlwaysCuts(char before, char after) =>
        PlainAlwaysCuts(before, after) && !_noCutAfter.Contains(before) && !_userNeighbours.Contains(Neighbours.Pack(before, after));

    /// <summary>Counts text that has no user-defined token.</summary>
    protected abstract int CountPlain(ReadOnlySpan<char> text);

    /// <summary>Appends the tokens of text that has no user-defined token and starts at <paramref name="origin"/>.</summary>
    protected abstract void EncodePlain(ReadOnlySpan<char> text, int origin, List<TokenSpan> spans);

    /// <summary><see cref="AlwaysCuts"/> where no user-defined token stands.</summary>
    protected abstract bool PlainAlwaysCuts(char before, char after);

    private List<TokenSpan> EncodeComposed(string text)
    {
        var spans = new List<TokenSpan>(text.Length / 3 + 4);
        var start = 0;
        if (_userTokens is not null)
        {
            while (_userTokens.TryFind(text.AsSpan(start), out var at, out var length, out var id))
            {
                EncodeBetween(text.AsSpan(start, at), start, spans);
                spans.Add(new TokenSpan(id, start + at, start + at + length));
                start += at + length;
            }
        }

        EncodeBetween(text.AsSpan(start), start, spans);
        return spans;
    }

    private int CountBetween(ReadOnlySpan<char> text, bool afterUserToken) =>
        CountPlain(afterUserToken && Vocabulary.BlankAfterUserTokens && !text.IsEmpty ? $" {text}" : text);

    // The blank that a server puts there is no part of the text: its token covers none of it.
    private void EncodeBetween(ReadOnlySpan<char> text, int origin, List<TokenSpan> spans)
    {
        if (spans.Count == 0 || !Vocabulary.BlankAfterUserTokens || text.IsEmpty)
        {
            EncodePlain(text, origin, spans);
            return;
        }

        var first = spans.Count;
        EncodePlain($" {text}", origin - 1, spans);
        for (var i = first; i < spans.Count && spans[i].Start < origin; i++)
            spans[i] = spans[i] with { Start = origin, End = Math.Max(spans[i].End, origin) };
    }
}
