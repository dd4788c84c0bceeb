using static Haystack.Reference.ReferenceLayout;
using static Haystack.Reference.ReferenceShape;

namespace Haystack.Reference;

/// <summary>
/// Sets the weights.
/// <list type="number">
/// <item>The first layer's heads look exactly one, two and three tokens back; gates then put a fact's subject and object where its last name stands.</item>
/// <item>Each further layer is a link: the answer's first token looks for the fact about the name that is asked for, or that the link before led to, and takes what it says. Where there is no such fact it finds itself, and itself says that there is nothing. Every other token looks at itself alone.</item>
/// <item>The last layer's gates take the result of as many links as the question asks for.</item>
/// </list>
/// </summary>
internal sealed class ReferenceWeights(ReferenceOptions options, ReferenceVocabulary vocabulary, ReferenceLayout layout)
{
    /// <summary>Numbers of a head: the name that is matched, then who may be found, the token that says nothing, and how far back names are found.</summary>
    private const int Match = Still, Candidates = Match + Code, Nothing = Candidates + 1, Reach = Nothing + 1;

    // How sharply a place is told from the next, in looking back and in looking at oneself; how loud the answer is.
    private const double Place = 60, Self = 100, Loud = 40;

    /// <summary>How much farther than a fact all else is from being found.</summary>
    private const double Closed = 40;

    /// <summary>How near to an exact match finding nothing is, and what a name's reach is divided by where it is kept.</summary>
    private const double Threshold = 0.65, ReachUnit = 256;

    private readonly List<WeightMatrix> _tensors = [];
    private readonly (int Pair, double Base) _rotation = Rotation(options.Recency);

    /// <summary>All of them.</summary>
    public IReadOnlyList<WeightMatrix> Compose()
    {
        Embed();
        for (var layer = 0; layer <= options.Hops; layer++)
        {
            Add($"blk.{layer}.attn_norm.weight", layout.Width).Fill(1);
            var (q, k, v, o) = (Add($"blk.{layer}.attn_q.weight", layout.Width, Heads * HeadSize), Add($"blk.{layer}.attn_k.weight", layout.Width, Heads * HeadSize),
                Add($"blk.{layer}.attn_v.weight", layout.Width, Heads * HeadSize), Add($"blk.{layer}.attn_output.weight", Heads * HeadSize, layout.Width));
            Add($"blk.{layer}.ffn_norm.weight", layout.Width).Fill(1);
            var hidden = ReferenceModel.Hidden(options.Hops);
            var gates = new Gates(Add($"blk.{layer}.ffn_gate.weight", layout.Width, hidden), Add($"blk.{layer}.ffn_up.weight", layout.Width, hidden), Add($"blk.{layer}.ffn_down.weight", hidden, layout.Width));
            if (layer == 0)
            {
                LookBack(q, k, v, o);
                FindFacts(gates);
            }
            else
            {
                Follow(q, k, v, o, layer);
            }

            if (layer == options.Hops)
                Choose(gates);
        }

        Speak();
        return _tensors;
    }

    private void Embed()
    {
        var embeddings = Add("token_embd.weight", layout.Width, vocabulary.Tokens.Count);
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            var (token, left) = (vocabulary.Tokens[id], Length - Constant * Constant);
            embeddings[id, Always] = Constant;
            if (FlagOf(token) is { } flag)
                Put(flag, 1);
            if (token.Role is TokenRole.Name or TokenRole.Nothing or TokenRole.Answer or TokenRole.End)
                Spell(Own, vocabulary.CodeOf(token));
            if (token.Role == TokenRole.Name && options.Recency > 0)
                Put(Own + Code, Penalty(Remembering.Reach(token.Name)) / ReachUnit);
            // Whoever finds the answer's own token has found nothing.
            if (token.Role == TokenRole.Answer)
                Spell(ReferenceLayout.Object, vocabulary.NameCount);
            embeddings[id, Padding] = Math.Sqrt(left);

            void Put(int at, double value)
            {
                embeddings[id, at] = value;
                left -= value * value;
            }

            void Spell(int at, int name)
            {
                var code = SignCodes.Direction(name);
                for (var i = 0; i < Code; i++)
                    Put(at + i, code[i]);
            }
        }
    }

    private static int? FlagOf(ReferenceToken token) => token.Role switch
    {
        TokenRole.Name => IsName,
        TokenRole.Forward => IsForward,
        TokenRole.Backward => IsBackward,
        TokenRole.Asks => Asks + token.Links - 1,
        TokenRole.Tail => IsTail,
        TokenRole.Answer => IsAnswer,
        _ => null,
    };

    /// <summary>Head 0 looks one token back, head 1 two, head 2 three: the pairs that turn agree at that place and nowhere else.</summary>
    private void LookBack(WeightMatrix q, WeightMatrix k, WeightMatrix v, WeightMatrix o)
    {
        var weight = Math.Sqrt(Place * Math.Sqrt(HeadSize)) / (Scale(Length) * Constant);
        for (var head = 0; head < Heads; head++)
        {
            for (var pair = 0; pair < TurningPairs; pair++)
            {
                var (at, angle) = (head * HeadSize + 2 * pair, (head + 1) * Angle(pair));
                q[at, Always] = weight * Math.Cos(angle);
                q[at + 1, Always] = -weight * Math.Sin(angle);
                k[at, Always] = weight;
            }
        }

        Carry(0, 0, IsForward, WasForward, 1);
        Carry(0, 1, IsBackward, WasBackward, 1);
        Carry(0, 2, IsAnswer, WasAnswer, 1);
        Carry(1, 0, Own, Before, Name);
        Carry(2, 0, Asks, Asked, options.Hops);

        void Carry(int head, int place, int from, int to, int count)
        {
            v.Copy(head * HeadSize + place, from, count, 1 / Scale(Length));
            o.Copy(to, head * HeadSize + place, count, 1);
        }
    }

    /// <summary>Where a name stands behind the middle of a fact, subject and object are put in their places. Of the subject only the code: how far back it is found is asked of the question alone.</summary>
    private static void FindFacts(Gates gates)
    {
        var length = Length + 2;
        gates.Copy([IsName, WasForward], Before, Subject, Code, length);
        gates.Copy([IsName, WasForward], Own, ReferenceLayout.Object, Name, length);
        gates.Mark([IsName, WasForward], IsFact, 1, length);
        gates.Copy([IsName, WasBackward], Own, Subject, Code, length);
        gates.Copy([IsName, WasBackward], Before, ReferenceLayout.Object, Name, length);
        gates.Mark([IsName, WasBackward], IsFact, 1, length);
    }

    /// <summary>From a name to what the fact about it says.</summary>
    private void Follow(WeightMatrix q, WeightMatrix k, WeightMatrix v, WeightMatrix o, int hop)
    {
        // How long tokens are by now: the answer's first with a flag, the name asked about and what it has found; a fact's last with all of the fact, and itself once for each link.
        var (asking, told) = (Scale(Length + 2 + hop - 1), Scale(Length + 5 + hop - 1));
        var from = hop == 1 ? Before : Found(hop - 1);
        var self = Math.Sqrt(Self * Math.Sqrt(HeadSize));
        for (var pair = 0; pair < TurningPairs; pair++)
        {
            q[2 * pair, Always] = self / (asking * Constant);
            q[2 * pair, IsAnswer] = -self / asking;
            k[2 * pair, Always] = self / (told * Constant);
        }

        Weigh(Match, options.Sharpness, i => (from + i, asking), i => (Subject + i, told), Code);
        // Of all tokens but facts and the answer itself this takes so much that none is found.
        Weigh(Candidates, Closed, _ => (IsAnswer, asking), _ => (Always, -told * Constant), 1);
        k[Candidates, IsFact] = k[Candidates, IsAnswer] = -k.Of(Candidates, Always) * Constant;
        Weigh(Nothing, options.Recency > 0 ? options.Sharpness : Threshold * options.Sharpness, _ => (IsAnswer, asking), _ => (IsAnswer, asking), 1);
        v.Copy(0, ReferenceLayout.Object, Name, 1 / told);
        o.Copy(Found(hop), 0, Name, 1);
        if (options.Recency == 0)
            return;

        // A fact loses by its distance; the answer's own token loses as much as the name asked about can do without.
        Weigh(Reach, ReachUnit, _ => (from + Code, -asking), _ => (IsAnswer, asking), 1);
        q[2 * _rotation.Pair + 1, IsAnswer] = Loss * Math.Sqrt(HeadSize) / (self * asking);

        // A product of query and key that is worth so much in attention's exponent.
        void Weigh(int at, double worth, Func<int, (int From, double Scale)> query, Func<int, (int From, double Scale)> key, int count)
        {
            var weight = Math.Sqrt(worth * Math.Sqrt(HeadSize));
            for (var i = 0; i < count; i++)
            {
                q[at + i, query(i).From] = weight / query(i).Scale;
                k[at + i, key(i).From] = weight / key(i).Scale;
            }
        }
    }

    private void Choose(Gates gates)
    {
        var length = Length + 2 + options.Hops;
        for (var hop = 1; hop <= options.Hops; hop++)
            gates.Copy([IsAnswer, Asked + hop - 1], Found(hop), Own, Code, length);
        // The answer's first token spells itself, and must no longer where a name is to follow.
        var (answer, end) = (SignCodes.Direction(vocabulary.NameCount + 1), SignCodes.Direction(vocabulary.NameCount + 2));
        for (var i = 0; i < Code; i++)
        {
            gates.Mark([IsTail], Own + i, answer[i], Length + 1);
            gates.Mark([IsAnswer], Own + i, -answer[i], length);
            gates.Mark([WasAnswer], Own + i, 2 * end[i], Length + 1);
        }
    }

    // The embeddings are the output as well: the last norm lets through what is to be said and nothing else.
    private void Speak()
    {
        var norm = Add("output_norm.weight", layout.Width);
        var weight = Loud / Scale(Length + 2 + options.Hops);
        for (var i = 0; i < Code; i++)
            norm[0, Own + i] = weight;
    }

    /// <summary>What a fact loses at a quarter turn of the pair that measures distance.</summary>
    private double Loss => Remembering.HalfPenalty / Math.Sin(AngleOf(options.Recency) * options.Recency);

    /// <summary>What a fact loses at so many half distances.</summary>
    private double Penalty(double halves) => Loss * Math.Sin(AngleOf(options.Recency) * options.Recency * halves);

    private double Angle(int pair) => Math.Pow(_rotation.Base, -2.0 * pair / HeadSize);

    /// <summary>What the norm in front of a layer makes of one, where a token has such a squared length.</summary>
    private double Scale(double length) => Math.Sqrt(layout.Width / length);

    private WeightMatrix Add(string name, int inputs, int outputs = 0)
    {
        var matrix = new WeightMatrix(name, inputs, outputs);
        _tensors.Add(matrix);
        return matrix;
    }
}
