namespace Haystack.Planning;

/// <summary>Where the question stands in the prompt.</summary>
public enum QuestionPlacement
{
    /// <summary>After the document: questions about one document share its prefix in the server's cache.</summary>
    After,

    /// <summary>Before the document: every question costs a whole prefill.</summary>
    Before,
}
