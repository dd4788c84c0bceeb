namespace Haystack.Preparing;

/// <summary>What one set of documents costs one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Family">The family.</param>
/// <param name="Language">The language.</param>
/// <param name="Arrangement">Spread or gathered.</param>
/// <param name="ContextTokens">The rung, in tokens.</param>
/// <param name="Distances">Distances in tokens.</param>
/// <param name="Documents">How many documents.</param>
/// <param name="QuestionsPerDocument">How many questions about each.</param>
/// <param name="Trials">Questions in all.</param>
/// <param name="PromptTokensSent">Tokens of all prompts, at most.</param>
/// <param name="PromptTokensComputed">Those that a server with a prefix cache has to read.</param>
internal sealed record PlanCost(
    string Model, string Family, string Language, string Arrangement, int ContextTokens, IReadOnlyList<int> Distances, int Documents,
    int QuestionsPerDocument, int Trials, long PromptTokensSent, long PromptTokensComputed)
{
    /// <summary>Questions asked again with nothing to reuse; among <see cref="Trials"/>.</summary>
    public int ColdControls { get; init; }

    /// <summary>Hours that it takes, at <see cref="Rate"/>; 0 where nobody asked for time.</summary>
    public double Hours { get; init; }

    /// <summary>How fast the model is taken to be, and where that comes from; null where nobody asked for time.</summary>
    public string? Rate { get; init; }
}
