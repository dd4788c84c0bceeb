using Haystack.Documents;
using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.Sets;

/// <summary>The documents of one context length, family, language and arrangement for one tokenizer.</summary>
internal sealed class DocumentSet
{
    private readonly DocumentPlanner _planner;
    private readonly DocumentBuilder _builder;

    public DocumentSet(Rung rung, string family, string language, Arrangement arrangement, IReadOnlyList<int> distances, DocumentPlanner planner, DocumentBuilder builder, int count)
    {
        Rung = rung;
        Family = family;
        Language = language;
        Arrangement = arrangement;
        Distances = distances;
        Count = count;
        _planner = planner;
        _builder = builder;
    }

    /// <summary>The context length.</summary>
    public Rung Rung { get; }

    /// <summary>The family's name.</summary>
    public string Family { get; }

    /// <summary>The language's code.</summary>
    public string Language { get; }

    /// <summary>Spread or gathered.</summary>
    public Arrangement Arrangement { get; }

    /// <summary>The distances in tokens, ascending.</summary>
    public IReadOnlyList<int> Distances { get; }

    /// <summary>The largest distance that its prompts could hold, in tokens.</summary>
    public required int LargestDistance { get; init; }

    /// <summary>One line for each distance of the default grid that the corpus cannot make and what stands in its place.</summary>
    public IReadOnlyList<string> Substitutes { get; init; } = [];

    /// <summary>How many documents.</summary>
    public int Count { get; }

    /// <summary>Plans a document.</summary>
    public DocumentPlan Plan(int index) => _planner.Plan(index);

    /// <summary>Plans a document whose distances were chosen, and counts it among <paramref name="turns"/>, those before it.</summary>
    public DocumentPlan Plan(int index, IReadOnlyList<int> distances, ChainTurns turns) => _planner.Plan(index, distances, turns);

    /// <summary>Plans a document of a series whose chains all have the same distances.</summary>
    public DocumentPlan PlanAlike(int index, IReadOnlyList<int> distances)
    {
        var turns = new ChainTurns();
        for (var before = 0; before < index; before++)
            _planner.Plan(before, distances, turns);
        return _planner.Plan(index, distances, turns);
    }

    /// <summary>Makes a document.</summary>
    public Document Build(int index) => _builder.Build(_planner.Plan(index));

    /// <summary>Makes a document of a plan of this set's.</summary>
    public Document Build(DocumentPlan plan) => _builder.Build(plan);

    /// <summary>The questions about a document, in the order of its chains.</summary>
    public IEnumerable<Prompt> Prompts(Document document, IReadOnlyList<Arm> arms) => _builder.Prompts(document, arms);

    /// <summary>The prompt of one question.</summary>
    /// <inheritdoc cref="DocumentBuilder.PromptOf"/>
    public Prompt PromptOf(Document document, Trial trial, int? rewording = null) => _builder.PromptOf(document, trial, rewording);

    /// <summary>How many other wordings of the instruction have exactly its number of tokens.</summary>
    public int Rewordings(Document document) => _builder.Rewordings(document);

    /// <summary>Questions asked without it.</summary>
    public IEnumerable<Prompt> ClosedBookPrompts(Document document, IReadOnlyList<Arm> arms) =>
        arms.Contains(Arm.ClosedBook) ? _builder.ClosedBookPrompts(document) : [];
}
