using System.Globalization;
using System.Text;

namespace Haystack.Tokenization.Checking;

/// <summary>A GGUF header's or an Ollama's vocabulary, by the letter of llama.cpp's <c>llama-vocab.cpp</c>.</summary>
internal sealed class GgmlSecondEncoder : SecondEncoder
{
    private readonly TokenizerVocabulary _vocabulary;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), int> _ranks = [];
    private readonly List<(string Text, int Id)> _userTokens;
    private readonly LineRules _lines;
    private readonly bool _byScores;
    private readonly PreTokenizerRules? _rules;
    private readonly Dictionary<string, int>? _longest;
    private readonly int[]? _lengths;

    public GgmlSecondEncoder(TokenizerVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            if (vocabulary.Tokens[id].Length > 0)
                _ids[vocabulary.Tokens[id]] = id;
        }

        for (var rank = 0; rank < vocabulary.Merges.Count; rank++)
        {
            var blank = vocabulary.Merges[rank].IndexOf(' ', 1);
            _ranks.TryAdd((vocabulary.Merges[rank][..blank], vocabulary.Merges[rank][(blank + 1)..]), rank);
        }

        // tokenizer_st_partition: the longest text first, each taking all its places in what those before left.
        _userTokens = [.. Enumerable.Range(0, vocabulary.Tokens.Count)
            .Where(id => vocabulary.TokenTypes?[id] == TokenType.UserDefined && vocabulary.Tokens[id].Length > 0)
            .Select(id => (vocabulary.Tokens[id], id)).OrderByDescending(t => Encoding.UTF8.GetByteCount(t.Item1)).ThenBy(t => t.id)];
        _lines = vocabulary.Kind == "gemma4" ? PreTokenizerCatalog.LinesOf("gemma4")
            : vocabulary.Kind == "gpt2" && vocabulary.Pre is { } pre ? PreTokenizerCatalog.LinesOf(pre) : LineRules.None;
        _byScores = vocabulary.Kind == "llama";
        if (vocabulary.Kind == "rwkv")
        {
            _longest = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var id = 0; id < vocabulary.Tokens.Count; id++)
                _longest[LongestMatchTokens.Unescape(vocabulary.Tokens[id])] = id;
            _lengths = [.. _longest.Keys.Select(t => t.Length).Where(l => l > 0).Distinct().OrderDescending()];
        }

        _rules = vocabulary.Kind == "gpt2" && _lines == LineRules.None ? PreTokenizerCatalog.Find(string.IsNullOrEmpty(vocabulary.Pre) ? "default" : vocabulary.Pre) : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TokenSpan> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spans = new List<TokenSpan>();
        var afterUserToken = false;
        foreach (var (start, end, id) in Fragments(text))
        {
            if (id is { } userToken)
                spans.Add(new TokenSpan(userToken, start, end));
            else
                Encode(text[start..end], start, afterUserToken && _byScores && _vocabulary.AddSpacePrefix != false, spans);
            afterUserToken = id is not null;
        }

        return spans;
    }

    private List<(int Start, int End, int? Id)> Fragments(string text)
    {
        List<(int Start, int End, int? Id)> fragments = [(0, text.Length, null)];
        foreach (var (token, id) in _userTokens)
        {
            if (!text.Contains(token, StringComparison.Ordinal))
                continue;
            fragments = [.. fragments.SelectMany(f => f.Id is null ? Split(f.Start, f.End) : [f])];

            IEnumerable<(int, int, int?)> Split(int start, int end)
            {
                while (text.IndexOf(token, start, end - start, StringComparison.Ordinal) is >= 0 and var at)
                {
                    if (at > start)
                        yield return (start, at, null);
                    yield return (at, at + token.Length, id);
                    start = at + token.Length;
                }

                if (end > start)
                    yield return (start, end, null);
            }
        }

        return fragments;
    }

    private void Encode(string text, int origin, bool prefix, List<TokenSpan> spans)
    {
        if (text.Length == 0)
            return;
        if (_longest is not null)
        {
            spans.AddRange(BytePieces.Place(text, Longest(LongestMatchTokens.AsBytes(text)), origin));
            return;
        }

        if (_rules is { } rules)
        {
            foreach (var (start, end) in PlainCutting.Cut(text, rules.Expressions))
                spans.AddRange(BytePieces.Place(text[start..end], Bytes(text[start..end], rules.IgnoreMerges), origin + start));
            return;
        }

        IEnumerable<(int Start, int End)> lines = _lines == LineRules.None ? [(0, text.Length)] : PlainCutting.Cut(text, [@"[^\n]+|\n+"]);
        foreach (var (start, end) in lines)
        {
            var piece = text[start..end];
            if (_lines == LineRules.CutAndWhole && piece[0] == '\n' && _ids.TryGetValue(piece, out var whole))
                spans.Add(new TokenSpan(whole, origin + start, origin + end));
            else
                Letters(piece, origin + start, prefix, spans);
        }
    }

    // At each place the longest text that is a token.
    private List<(int Id, int Bytes)> Longest(string bytes)
    {
        var found = new List<(int, int)>();
        for (var at = 0; at < bytes.Length; at += found[^1].Item2)
        {
            var left = bytes.Length - at;
            var length = _lengths!.First(l => l <= left && _longest!.ContainsKey(bytes.Substring(at, l)));
            found.Add((_longest![bytes.Substring(at, length)], length));
        }

        return found;
    }

    private List<(int Id, int Bytes)> Bytes(string piece, bool ignoreMerges)
    {
        string[] letters = [.. BytePieces.Of(piece).Select(BytePieces.LetterOf)];
        if (ignoreMerges && _ids.TryGetValue(string.Concat(letters), out var whole))
            return [(whole, letters.Length)];

        // A letter that is no token is written as nothing, and merges with nothing.
        var parts = PlainMerging.Merge(letters, Rank);
        return [.. parts.Where(_ids.ContainsKey).Select(p => (_ids[p], p.Length))];
    }

    // Blanks are spelled ▁, letters merge, and a letter without a token becomes its bytes.
    private void Letters(string piece, int origin, bool prefix, List<TokenSpan> spans)
    {
        var spelled = (prefix ? "▁" : "") + piece.Replace(' ', '▁');
        string[] letters = [.. spelled.EnumerateRunes().Select(r => r.ToString())];
        var at = origin - (prefix ? 1 : 0);
        foreach (var part in PlainMerging.Merge(letters, _byScores ? Score : Rank))
        {
            if (_ids.TryGetValue(part, out var id))
            {
                spans.Add(new TokenSpan(id, Math.Max(at, origin), Math.Max(at + part.Length, origin)));
                at += part.Length;
                continue;
            }

            var bytes = Encoding.UTF8.GetBytes(part);
            for (var i = 0; i < bytes.Length; i++)
            {
                var end = i == bytes.Length - 1 ? at + part.Length : at;
                spans.Add(new TokenSpan(_ids[string.Create(CultureInfo.InvariantCulture, $"<0x{bytes[i]:X2}>")], Math.Max(at, origin), Math.Max(end, origin)));
            }

            at += part.Length;
        }
    }

    private double? Rank(string left, string right) => _ranks.TryGetValue((left, right), out var rank) ? rank : null;

    private double? Score(string left, string right) => _ids.TryGetValue(left + right, out var id) ? -_vocabulary.Scores![id] : null;
}
