using System.Text;
using System.Text.Json;

namespace Haystack.Tokenization.Checking;

/// <summary>
/// A <c>tokenizer.json</c>, each of its steps done one after another as Hugging Face's <c>tokenizers</c> does them: added tokens that
/// are not normalized, the normaliser, the other added tokens, the pre-tokenizer, the model.
/// </summary>
/// <remarks>As everywhere here, control tokens are text, and what is put before a whole prompt is left out.</remarks>
internal sealed class JsonSecondEncoder : SecondEncoder
{
    private readonly JsonSteps _normalizer;
    private readonly JsonSteps _preTokenizer;
    private readonly Dictionary<string, int> _vocabulary = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), int> _merges = [];
    private readonly List<(string Text, int Id)> _rawTokens = [];
    private readonly List<(string Text, int Id)> _normalizedTokens = [];
    private readonly bool _byteFallback;
    private readonly bool _ignoreMerges;

    public JsonSecondEncoder(ReadOnlyMemory<byte> content)
    {
        using var document = BoundedJson.Parse(content);
        var root = document.RootElement;
        _normalizer = new JsonSteps(root, "normalizer", "normalizers");
        _preTokenizer = new JsonSteps(root, "pre_tokenizer", "pretokenizers");
        var model = root.GetProperty("model");
        _byteFallback = JsonSteps.Flag(model, "byte_fallback");
        _ignoreMerges = JsonSteps.Flag(model, "ignore_merges");
        foreach (var token in model.GetProperty("vocab").EnumerateObject())
            _vocabulary[token.Name] = token.Value.GetInt32();
        var rank = 0;
        foreach (var merge in model.GetProperty("merges").EnumerateArray())
        {
            var pair = merge.ValueKind == JsonValueKind.Array ? [merge[0].GetString()!, merge[1].GetString()!] : merge.GetString()!.Split(' ', 2);
            _merges[(pair[0], pair[1])] = rank++;
        }

        foreach (var token in root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array ? added.EnumerateArray().ToArray() : [])
        {
            if (JsonSteps.Flag(token, "special"))
                continue;
            var text = token.GetProperty("content").GetString()!;
            if (JsonSteps.Flag(token, "normalized"))
                _normalizedTokens.Add((_normalizer.Normalize(text, []).Text, token.GetProperty("id").GetInt32()));
            else
                _rawTokens.Add((text, token.GetProperty("id").GetInt32()));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TokenSpan> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spans = new List<TokenSpan>();
        foreach (var (start, end, id) in Split(text, _rawTokens))
        {
            if (id is { } raw)
                spans.Add(new TokenSpan(raw, start, end));
            else
                Normalized(text[start..end], start, spans);
        }

        return spans;
    }

    private void Normalized(string text, int origin, List<TokenSpan> spans)
    {
        var (normal, origins) = _normalizer.Normalize(text, [.. Enumerable.Range(0, text.Length + 1)]);
        foreach (var (start, end, id) in Split(normal, _normalizedTokens))
        {
            if (id is { } token)
                spans.Add(new TokenSpan(token, origin + origins[start], origin + origins[end]));
            else
                spans.AddRange(Pieces(normal[start..end]).Select(s => new TokenSpan(s.Id, origin + origins[start + s.Start], origin + origins[start + s.End])));
        }
    }

    // The leftmost token, the longest of those that begin there.
    private static IEnumerable<(int Start, int End, int? Id)> Split(string text, List<(string Text, int Id)> tokens)
    {
        var start = 0;
        while (start < text.Length && tokens.Count > 0)
        {
            var found = tokens.Select(t => (At: text.IndexOf(t.Text, start, StringComparison.Ordinal), t.Text, t.Id)).Where(t => t.At >= 0).ToArray();
            if (found.Length == 0)
                break;
            var (at, token, id) = found.OrderBy(t => t.At).ThenByDescending(t => t.Text.Length).First();
            if (at > start)
                yield return (start, at, null);
            yield return (at, at + token.Length, id);
            start = at + token.Length;
        }

        if (start < text.Length)
            yield return (start, text.Length, null);
    }

    private IEnumerable<TokenSpan> Pieces(string text)
    {
        var (spelled, pieces) = _preTokenizer.Cut(text);
        foreach (var (start, end) in pieces)
        {
            var piece = spelled[start..end];
            foreach (var span in _preTokenizer.IsByteLevel ? BytePieces.Place(piece, Bytes(piece), start) : Letters(piece, start))
                yield return span;
        }
    }

    private List<(int Id, int Bytes)> Bytes(string piece)
    {
        string[] letters = [.. BytePieces.Of(piece).Select(BytePieces.LetterOf)];
        if (_ignoreMerges && _vocabulary.TryGetValue(string.Concat(letters), out var whole))
            return [(whole, letters.Length)];
        return [.. PlainMerging.Merge(letters, Rank).Where(_vocabulary.ContainsKey).Select(p => (_vocabulary[p], p.Length))];
    }

    private IEnumerable<TokenSpan> Letters(string piece, int origin)
    {
        if (_ignoreMerges && _vocabulary.TryGetValue(piece, out var whole))
        {
            yield return new TokenSpan(whole, origin, origin + piece.Length);
            yield break;
        }

        foreach (var part in PlainMerging.Merge([.. piece.EnumerateRunes().Select(r => r.ToString())], Rank))
        {
            byte[] bytes = _vocabulary.ContainsKey(part) || !_byteFallback ? [] : Encoding.UTF8.GetBytes(part);
            if (bytes.Length == 0)
                yield return new TokenSpan(_vocabulary[part], origin, origin + part.Length);
            for (var i = 0; i < bytes.Length; i++)
                yield return new TokenSpan(_vocabulary[$"<0x{bytes[i]:X2}>"], origin, i == bytes.Length - 1 ? origin + part.Length : origin);
            origin += part.Length;
        }
    }

    private double? Rank(string left, string right) => _merges.TryGetValue((left, right), out var rank) ? rank : null;
}
