using Haystack.Facts;
using Haystack.Tokenization;

namespace Haystack.Documents;

/// <summary>Writes facts such that each joins what stands before it at a token boundary.</summary>
/// <remarks>
/// In English a blank joins any two sentences cleanly. Chinese sentences meet without one, and some pairs share a token
/// in some vocabularies. There a fact opens a paragraph instead; where it must stand right after another fact, that one
/// ends its line, if the line feed goes into the same token as its full stop: no token stands between them either way.
/// In any language a fact opens a paragraph too where no text that ends can be put before it (<see cref="LegibleEnds"/>).
/// </remarks>
internal sealed class FactWriter
{
    /// <summary>What stands before a fact that opens a paragraph. Its tokens belong to the filler before the fact.</summary>
    public const string ParagraphLead = " \n\n";

    private readonly ModelTokenizer _tokenizer;
    private readonly string _lead;
    private readonly string[] _tails;

    /// <summary>A writer for facts among the sentences of <paramref name="filler"/>, each after <paramref name="lead"/>.</summary>
    public FactWriter(Filler filler, string lead)
    {
        _tokenizer = filler.Corpus.Tokenizer;
        _lead = lead;
        ParagraphLeadTokens = lead.Length == 0 || !filler.EndsEverywhere ? _tokenizer.Count(ParagraphLead) : 0;
        var step = Math.Max(1, filler.UnitCount / 8);
        _tails = [.. Enumerable.Range(0, Math.Min(8, filler.UnitCount)).Select(i => filler.Slice(i * step, i * step + 1).Span.ToString())];
    }

    /// <summary>Tokens of a paragraph's lead where facts may need one; otherwise 0.</summary>
    public int ParagraphLeadTokens { get; }

    /// <summary>Tokens of a fact with its lead.</summary>
    public int Count(Fact fact) => _tokenizer.Count(_lead + fact.Text);

    /// <summary>A chain's facts in the order in which they stand; null where two that stand side by side share a token.</summary>
    public IReadOnlyList<FactText>? Write(FactChain chain, bool sideBySide)
    {
        var texts = new List<FactText>();
        foreach (var fact in chain.FactsInTextOrder)
        {
            var text = _lead + fact.Text;
            var follows = sideBySide && texts.Count > 0;
            if (follows && !Seam.IsClean(_tokenizer, texts[^1].Text, text))
            {
                if (EndLine(texts[^1], text) is not { } ended)
                    return null;
                texts[^1] = ended;
            }

            var opens = !follows && !Array.TrueForAll(_tails, t => Seam.IsClean(_tokenizer, t, text));
            var mayOpen = ParagraphLeadTokens > 0 && Seam.IsClean(_tokenizer, ParagraphLead, text);
            if (opens && !mayOpen)
                return null;
            texts.Add(new FactText(fact.Hop, text, _tokenizer.Count(text), opens, mayOpen));
        }

        return texts;
    }

    private FactText? EndLine(FactText fact, string following)
    {
        var text = fact.Text + "\n";
        var tokens = _tokenizer.Encode(text);
        return tokens[^1].Start < fact.Text.Length && Seam.IsClean(_tokenizer, text, following)
            ? fact with { Text = text, Tokens = tokens.Count }
            : null;
    }
}
