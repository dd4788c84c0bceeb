using Haystack.Flights;
using Haystack.Inference;
using Haystack.Sets;
using Haystack.Storage;
using Haystack.Tokenization;

namespace Haystack.Models;

/// <summary>A model that is connected, probed and planned for.</summary>
internal sealed record PreparedModel
{
    /// <summary>The way to ask it.</summary>
    public required IModelConnection Connection { get; init; }

    /// <summary>What counts for it.</summary>
    public required ModelTokenizer Tokenizer { get; init; }

    /// <summary>What is stored of it.</summary>
    public required ModelRow Row { get; init; }

    /// <summary>How many tokens more its chat template adds today than when the run was begun (fewer where negative): templates have dates in them.</summary>
    public int TemplateShift { get; init; }

    /// <summary>Why it could not answer the dry question, in one line; null where it could, or was not asked.</summary>
    public string? DryFault { get; init; }

    /// <summary>How long its server took to begin the reply to a short prompt; null where none was asked.</summary>
    public TimeSpan? ShortPrompt { get; init; }

    /// <summary>Where it is, where several servers carry it; null for one alone.</summary>
    public string? Address { get; init; }

    /// <summary>How fast that server is beside the others, as far as the user said.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The same model on further servers.</summary>
    public IReadOnlyList<PreparedModel> Others { get; init; } = [];

    /// <summary>Its documents, shortest prompts first.</summary>
    public required IReadOnlyList<DocumentSet> Sets { get; init; }

    /// <summary>How many questions may be in flight.</summary>
    public required FlightLimits Flight { get; init; }

    /// <summary>Which questions may reuse nothing, and how they are asked.</summary>
    public required ColdPlan Cold { get; init; }

    /// <summary>What makes the prompts of this very sweep unlike those of an earlier one, where a server takes a salt for its cache.</summary>
    public required string Salt { get; init; }

    /// <summary>The numbers of the documents of each set that are asked about here; null for all.</summary>
    public IReadOnlyDictionary<DocumentSet, IReadOnlyList<int>>? Share { get; init; }

    /// <summary>The numbers of a set's documents that are asked about here, ascending.</summary>
    public IReadOnlyList<int> Documents(DocumentSet set) => Share is null ? [.. Enumerable.Range(0, set.Count)] : Share[set];

    /// <summary>How many trials it will have, cold controls among them.</summary>
    public int Trials(SweepOptions options) => Sets.Sum(s => Documents(s).Count * options.QuestionsPerDocument + ColdControls(s));

    /// <summary>How many cold controls a set's documents have.</summary>
    public int ColdControls(DocumentSet set) => Documents(set).Sum(i => Cold.Of(set, i));
}
