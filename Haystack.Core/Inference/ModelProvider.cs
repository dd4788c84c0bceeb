namespace Haystack.Inference;

/// <summary>
/// A provider of models as the rest of the program knows it: what stands before the slash of a model's name, and what is true
/// of all its models. Whoever asks which provider a model has asks one of these; no name of one stands outside its folder.
/// </summary>
/// <param name="Name">Such as <c>ollama</c>: lower-case letters.</param>
/// <param name="Serve">Makes its server; is called when a model of it is first asked for. Refuses settings that are wrong with a <see cref="HaystackException"/>.</param>
internal sealed record ModelProvider(string Name, Func<ModelServerOptions, IModelServer> Serve)
{
    /// <summary>What says where its server is.</summary>
    public ServerSetting Place { get; init; }

    /// <summary>Whether its server may be given a key, so that a file of settings that was found may not name its models.</summary>
    public bool TakesKey { get; init; }

    /// <summary>Whether its models are named by a file's path, which may have spaces, and which a file of settings that was found may not name.</summary>
    public bool NamesFiles { get; init; }

    /// <summary>Whether its models are readers of this process: they have no server to be loaded, probed or waited for, and no cache to be checked.</summary>
    public bool IsInProcess { get; init; }

    /// <summary>Whether a reply can be forced into <see cref="AnswerSchema"/>.</summary>
    public bool ForcesAnswers { get; init; }

    /// <summary>Whether a stored run's vocabulary is asked of it again; where not, it is looked for in files and in this program alone.</summary>
    public bool GivesVocabulary { get; init; }
}
