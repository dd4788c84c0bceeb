using Haystack.Inference;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Sweeping;

/// <summary>A model that is connected, probed and planned for.</summary>
internal sealed record PreparedModel
{
    /// <summary>The way to ask it.</summary>
    public required IModelConnection Connection { get; init; }

    /// <summary>What counts for it.</summary>
    public required ModelTokenizer Tokenizer { get; init; }

    /// <summary>What is stored of it.</summary>
    public required ModelRow Row { get; init; }

    /// <summary>Its documents, shortest prompts first.</summary>
    public required IReadOnlyList<DocumentSet> Sets { get; init; }

    /// <summary>Documents in flight at a time.</summary>
    public required int Parallel { get; init; }

    /// <summary>How many trials it will have.</summary>
    public int Trials(SweepOptions options) => Sets.Sum(s => s.Count * options.QuestionsPerDocument);
}
