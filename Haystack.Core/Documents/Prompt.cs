using Haystack.Facts;
using Haystack.Planning;

namespace Haystack.Documents;

/// <summary>One question about one document, ready to be sent: a single user message.</summary>
internal sealed record Prompt
{
    /// <summary>The chain asked about.</summary>
    public required FactChain Chain { get; init; }

    /// <summary>The question.</summary>
    public required Question Question { get; init; }

    /// <summary>Where the question stands.</summary>
    public required QuestionPlacement Placement { get; init; }

    /// <summary>What stands before the document; the whole message where there is no document.</summary>
    public required string Head { get; init; }

    /// <summary>The document; null for a closed-book question.</summary>
    public required Document? Document { get; init; }

    /// <summary>What stands after the document.</summary>
    public required string Tail { get; init; }

    /// <summary>Tokens of the message's content, template not included.</summary>
    public required int ContentTokens { get; init; }

    /// <summary>Tokens of <see cref="Head"/>: what to add to a document's token positions.</summary>
    public required int HeadTokens { get; init; }

    /// <summary>The message's content.</summary>
    public string Content => string.Concat(Parts);

    /// <summary>The content in parts: a document's questions share its text.</summary>
    public IReadOnlyList<string> Parts => Document is { } document ? [Head, document.Text, Tail] : [Head, Tail];

    /// <summary>SHA-256 of the content in UTF-8, lower-case hex.</summary>
    public string ContentSha256()
    {
        using var hash = new Utf8Hash();
        foreach (var part in Parts)
            hash.Append(part);
        return hash.Finish();
    }
}
