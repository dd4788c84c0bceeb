using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tokenization;

namespace Haystack.Documents;

/// <summary>What keeps its distances while places are sought, and where each fact stands in it.</summary>
/// <remarks>
/// Where the number of facts between is planned, a chain and those facts are one block that no other may stand in.
/// </remarks>
internal sealed class FactBlocks
{
    private readonly DocumentPlan _plan;
    private readonly ModelTokenizer _tokenizer;
    private readonly IReadOnlyList<IReadOnlyList<FactText>> _texts;
    private readonly List<FactBlock> _blocks = [];
    private readonly List<(int Block, int Chain, FactText Fact, int Offset)> _line = [];
    private int _distractor;

    private FactBlocks(DocumentPlan plan, ModelTokenizer tokenizer, IReadOnlyList<IReadOnlyList<FactText>> texts)
    {
        (_plan, _tokenizer, _texts) = (plan, tokenizer, texts);
        _distractor = plan.Chains.Count + plan.OrphanTargets.Count;
    }

    /// <summary>The blocks, and each fact's block, chain and offset in it.</summary>
    /// <exception cref="DoesNotFitException">A gap does not hold the facts planned for it.</exception>
    public static (IReadOnlyList<FactBlock> Blocks, IReadOnlyList<(int Block, int Chain, FactText Fact, int Offset)> Line) Of(
        DocumentPlan plan, ModelTokenizer tokenizer, int leastStretch, IReadOnlyList<FactChain> chains, IReadOnlyList<IReadOnlyList<FactText>> texts, RandomStream random)
    {
        var made = new FactBlocks(plan, tokenizer, texts);
        foreach (var chain in chains.Where(c => !c.IsDistractor))
            made.Add(chain, leastStretch, random);
        return (made._blocks, made._line);
    }

    /// <summary>The distance at which a chain's facts are planned; an orphan's is another chain's.</summary>
    public static int DistanceOf(DocumentPlan plan, FactChain chain) => chain.IsOrphan
        ? plan.Chains[(chain.Index - plan.Chains.Count) % plan.Chains.Count].DistanceTokens
        : plan.Chains[chain.Index].DistanceTokens;

    private void Add(FactChain chain, int leastStretch, RandomStream random)
    {
        var block = Block(chain, [.. _texts[chain.Index].Select(t => t.Tokens)]);
        _line.AddRange(_texts[chain.Index].Select((fact, i) => (_blocks.Count, chain.Index, fact, block.Offsets[i])));
        if (chain.IsOrphan || _plan.Chains[chain.Index].InterveningFacts is not { } between)
        {
            _blocks.Add(block);
            return;
        }

        FactText[] others = [.. Enumerable.Range(_distractor, between).Select(i => _texts[i][0])];
        var offsets = FactsBetween.Place(block, [.. others.Select(o => o.Tokens)], leastStretch, random)
            ?? throw new DoesNotFitException(
                $"--intervening {between}: so many facts do not fit between two that stand {_plan.Chains[chain.Index].DistanceTokens} tokens apart");
        _line.AddRange(others.Select((fact, i) => (_blocks.Count, _distractor + i, fact, offsets[i])));
        _distractor += between;
        _blocks.Add(block.Solid());
    }

    private FactBlock Block(FactChain chain, List<int> lengths)
    {
        if (chain.IsOrphan)
        {
            return FactBlock.Of(
                chain.Index, _plan.OrphanTargets[chain.Index - _plan.Chains.Count], lengths, TokenScale.ToCounted(_tokenizer, DistanceOf(_plan, chain)));
        }

        var planned = _plan.Chains[chain.Index];
        return FactBlock.Of(chain.Index, planned.Target, lengths, _plan.Arrangement == Arrangement.Gathered ? 0 : TokenScale.ToCounted(_tokenizer, planned.DistanceTokens));
    }
}
