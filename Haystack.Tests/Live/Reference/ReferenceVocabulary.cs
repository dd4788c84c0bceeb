using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;
using Haystack.Tests.Tokenization;
using Haystack.Tokenization;

namespace Haystack.Tests.Live.Reference;

/// <summary>
/// What the reference model reads: a byte-pair encoding for the text around, and one user-defined token for each name and for each
/// piece of wording that tells what a fact or a question of the family <c>link</c> says.
/// </summary>
internal sealed class ReferenceVocabulary
{
    private readonly List<(string Text, TokenRole Role, int Name)> _own = [];

    private ReferenceVocabulary(TokenizerVocabulary text, IReadOnlyList<string> names)
    {
        Names = names;
        FirstOwn = text.Tokens.Count;
        var family = FactLibrary.Load().Find("en", "link");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Add("Answer:", TokenRole.Answer);
        Add(" the text does not say", TokenRole.Nothing);
        foreach (var hop in family.Hops.Take(2))
        {
            foreach (var fact in hop.Facts)
                Add(Pieces(fact)[1], fact.Slots[0] == hop.From ? TokenRole.Forward : TokenRole.Backward);
            foreach (var question in hop.Questions)
                AddQuestion(question, TokenRole.AsksForOne);
        }

        foreach (var question in family.Pair[2])
            AddQuestion(question, TokenRole.AsksForBoth);
        for (var i = 0; i < names.Count; i++)
        {
            Add(" " + names[i], TokenRole.Name, i);
            Add(names[i], TokenRole.Name, i);
        }

        Tokens = text with
        {
            Source = "test:reference",
            Tokens = [.. text.Tokens, .. _own.Select(t => t.Text)],
            TokenTypes = [.. text.TokenTypes!, .. Enumerable.Repeat(TokenType.UserDefined, _own.Count)],
        };
        Sink = text.Tokens.ToList().IndexOf("<|im_start|>");
        End = text.Tokens.ToList().IndexOf("<|im_end|>");

        void AddQuestion(Template question, TokenRole role)
        {
            const string mark = "{question}";
            // As the prompt ends.
            var tail = PromptText.For("en").Tail(QuestionPlacement.After, new Question
            {
                Arm = Arm.First,
                Text = mark,
                Answer = "",
                Accepted = [],
                Kind = AnswerKind.Name,
                Intermediates = [],
                Choices = [],
                ChanceLevel = 0,
            });
            var at = tail.IndexOf(mark, StringComparison.Ordinal);
            var pieces = Pieces(question);
            Add(tail[..at].TrimStart() + pieces[0], role);
            Add(pieces[1] + tail[(at + mark.Length)..], TokenRole.Tail);
        }

        void Add(string piece, TokenRole role, int name = -1)
        {
            if (seen.Add(piece))
                _own.Add((piece, role, name));
        }
    }

    /// <summary>The vocabulary.</summary>
    public TokenizerVocabulary Tokens { get; }

    /// <summary>The names that it knows.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The id of the first token of its own.</summary>
    public int FirstOwn { get; }

    /// <summary>The token that a prompt begins with.</summary>
    public int Sink { get; }

    /// <summary>The token that ends a reply.</summary>
    public int End { get; }

    /// <summary>One that knows these names.</summary>
    public static ReferenceVocabulary Of(IReadOnlyList<string> names) => new(DerivedVocabulary.Small, names);

    /// <summary>Each token with a part to play: its id, the part, and which name it is.</summary>
    public IEnumerable<(int Id, TokenRole Role, int Name)> Roles() =>
        _own.Select((t, i) => (FirstOwn + i, t.Role, t.Name)).Append((Sink, TokenRole.Sink, -1)).Append((End, TokenRole.End, -1));

    /// <summary>Whether a name's token is the one that begins with a blank, as in an answer.</summary>
    public bool IsSpaced(int id) => Tokens.Tokens[id].StartsWith(' ');

    // The literal text between the gaps, without the blank that belongs to the name behind it.
    private static string[] Pieces(Template template) =>
        [.. template.Source.Split([.. template.Slots.Select(s => $"{{{s}}}")], StringSplitOptions.None).Select((p, i) => i < template.Slots.Count && p.EndsWith(' ') ? p[..^1] : p)];
}
