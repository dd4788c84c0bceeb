using Microsoft.Extensions.AI;

namespace Haystack;

/// <summary>
/// A model behind an <see cref="IChatClient"/> of yours, whatever it speaks to. It is swept as <c>chatclient/NAME</c>, by
/// the rules for every server: the tokens that it counts are held against those planned, a reply that broke off is no answer.
/// </summary>
/// <remarks>
/// The client is asked as it is, from several threads where <see cref="SweepOptions.InFlight"/> allows it, and is not disposed
/// of. A layer in it that changes what is asked (history, tools, retrieval, a cache of replies) is measured with it.
/// </remarks>
public sealed record ChatModel
{
    /// <summary>A model behind a client.</summary>
    /// <param name="name">What it is called in tables, pictures and files: 1 to 200 characters without spaces, <c>?</c> and <c>&amp;</c>.</param>
    /// <param name="client">The client.</param>
    /// <param name="tokenizer">The model's own tokenizer, which documents are measured with: <c>tiktoken:NAME</c>, <c>hf:PATH</c> of a tokenizer.json, or <c>gguf:PATH</c>.</param>
    /// <exception cref="HaystackException">The name is none.</exception>
    public ChatModel(string name, IChatClient client, string tokenizer)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(tokenizer);
        if (name.Length is 0 or > 200 || name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '?' or '&'))
            throw new HaystackException($"'{(name.Length > 40 ? name[..40] + "…" : name)}' is not a name for a chat client's model (1 to 200 characters without spaces, ? and &)");
        (Name, Client, Tokenizer) = (name, client, tokenizer);
    }

    /// <summary>What it is called, without the provider.</summary>
    public string Name { get; }

    /// <summary>The client.</summary>
    public IChatClient Client { get; }

    /// <summary>The tokenizer that documents are measured with.</summary>
    public string Tokenizer { get; }

    /// <summary>The longest context that it takes, prompt and reply together, in tokens.</summary>
    /// <value>Null where that is not known: it is then found out before the sweep.</value>
    public int? MaxContextTokens { get; init; }

    /// <summary>Whether it is going to think before it answers: it then gets the room and the sampling that thinking models need.</summary>
    public bool Thinks { get; init; }

    /// <summary>What tells these weights and settings from others under the same name, such as a digest: a run goes on with the same only.</summary>
    public string? Digest { get; init; }
}
