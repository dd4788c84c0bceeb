namespace Haystack.Storage;

/// <summary>Which of a trial's texts are read from a store.</summary>
internal enum TrialTexts
{
    /// <summary>All.</summary>
    All,

    /// <summary>All but replies, thinking and readings, which are most of a store's size.</summary>
    Short,

    /// <summary>What figures rest on: no question and no hash of the prompt either.</summary>
    Figures,
}
