namespace Haystack.Analysis;

/// <summary>What is known of a server's prefix cache.</summary>
public enum CacheFinding
{
    /// <summary>No question was asked again with nothing to reuse.</summary>
    NotChecked,

    /// <summary>Too few were to tell anything.</summary>
    TooFew,

    /// <summary>Cold and warm answers do not differ; how large a difference is excluded, the verdict says.</summary>
    NoDifference,

    /// <summary>The cache changes answers: what was measured is not the model's.</summary>
    ChangesAnswers,
}
