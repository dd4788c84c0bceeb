using Haystack.Facts;
using Haystack.Languages;
using Haystack.Planning;
using YamlDotNet.Serialization;

namespace Haystack.Documents;

/// <summary>The words around the document in one language: instruction first, question last (or first).</summary>
internal sealed class PromptText
{
    private const string Slot = "{question}";

    private readonly Dictionary<QuestionPlacement, Frame> _frames;
    private readonly string _closedBook;
    private readonly IReadOnlyList<IReadOnlyList<string>> _rewordings;

    private PromptText(Frame after, Frame before, string closedBook, string factLead, string abstention, IReadOnlyList<IReadOnlyList<string>> rewordings)
    {
        _rewordings = rewordings;
        _frames = new Dictionary<QuestionPlacement, Frame> { [QuestionPlacement.After] = after, [QuestionPlacement.Before] = before };
        _closedBook = closedBook;
        FactLead = factLead;
        Abstention = abstention;
    }

    /// <summary>What joins a fact to the sentence before it.</summary>
    public string FactLead { get; }

    /// <summary>How a reply says, in the words that the prompt asks for, that the text does not say.</summary>
    public string Abstention { get; }

    /// <summary>The shipped wording of a language.</summary>
    /// <exception cref="HaystackException">There is none.</exception>
    public static PromptText For(string language)
    {
        var reader = EmbeddedText.Read($"Languages/{Language.Of(language).Code}/prompt.yaml");
#pragma warning disable RS0030 // The program's own words.
        var file = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>>(reader);
#pragma warning restore RS0030
        return new PromptText(
            Frame.From((Dictionary<object, object>)file["after"]),
            Frame.From((Dictionary<object, object>)file["before"]),
            (string)file["closed-book"],
            (string)file["fact-lead"],
            (string)file["abstention"],
            [.. ((List<object>)file["rewordings"]).Select(list => (IReadOnlyList<string>)[.. ((List<object>)list).Cast<string>()])]);
    }

    /// <summary>What stands before the document.</summary>
    public string Head(QuestionPlacement placement, Question question) => Fill(_frames[placement].Head, question);

    /// <summary>
    /// The same in other words, those that differ earliest first: each list of words that may be exchanged gives its other
    /// members, and lists go together.
    /// </summary>
    public IEnumerable<string> OtherHeads(QuestionPlacement placement, Question question)
    {
        var head = Head(placement, question);
        IEnumerable<string> heads = [head];
        // The first list varies fastest: two heads that differ in it share next to nothing.
        foreach (var words in _rewordings.Reverse().Where(w => head.Contains(w[0], StringComparison.Ordinal)))
            heads = heads.SelectMany(h => words.Select(w => ReplaceFirst(h, words[0], w)));
        return heads.Where(h => h != head).Distinct(StringComparer.Ordinal);
    }

    /// <summary>What stands after the document.</summary>
    public string Tail(QuestionPlacement placement, Question question) => Fill(_frames[placement].Tail, question);

    /// <summary>The whole prompt of a question asked without a document.</summary>
    public string ClosedBook(Question question) => Fill(_closedBook, question);

    private static string ReplaceFirst(string text, string word, string other) =>
        text.IndexOf(word, StringComparison.Ordinal) is var at and >= 0 ? string.Concat(text.AsSpan(0, at), other, text.AsSpan(at + word.Length)) : text;

    private static string Fill(string text, Question question) => text.Replace(Slot, question.Text, StringComparison.Ordinal);

    private sealed record Frame(string Head, string Tail)
    {
        public static Frame From(Dictionary<object, object> map) => new((string)map["head"], (string)map["tail"]);
    }
}
