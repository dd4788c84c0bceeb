using Haystack.Cli.Commands;
using Haystack.Corpora;
using Haystack.Inference;

namespace Haystack.Cli.Settings;

/// <summary>
/// What a settings file may not say that merely lay in the working directory, such as that of a project just cloned:
/// where text is sent, which key goes with it, what is read outside its folder, and what is written.
/// </summary>
internal static class FoundSettings
{
    private static readonly string[] Servers = ["endpoint", "base-url", "api-key-env", "session"];
    private static readonly string[] Outputs = ["out", "junit", "trx", "badge"];
    private static readonly string[] Inputs = ["corpus", "tokenizer", "no-worse-than"];

    /// <summary>What may stand: it says how much is measured and how, and nothing of where. A setting that is new has no authority until it stands here.</summary>
    private static readonly string[] Harmless =
    [
        "answer", "arm", "arms", "arrange", "at-distance", "by", "cache", "chains-per-document", "ci-width", "context", "contexts", "d50-width", "distance", "distances",
        "documents", "families", "family", "hops", "in-flight", "intervening", "language", "languages", "max-ctx", "max-hallucination", "max-output", "max-penalty", "max-tokens",
        "min-accuracy", "min-d50", "min-d85", "minutes", "parallel", "question", "required", "seed", "strict", "trial-timeout", "verify", "with-context",
    ];

    private const int DeepestFolder = 64, MostEntries = 1_000_000;

    /// <summary>Why a setting has no authority; null where it may stand.</summary>
    public static string? Fault(string name, string value, string folder) =>
        Servers.Contains(name) ? "says where text or a key goes"
        : Outputs.Contains(name) ? "says where to write"
        : Inputs.Contains(name) && LeadsOut(name == "tokenizer" ? value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..] : value, folder) ? "names something outside its folder"
        : name == "corpus" && !CorpusLibrary.Shipped.Contains(value) && ImportedCorpora.Default().Contains(value) ? "names a corpus that you imported"
        : name == "no-worse-than" && LeadsOut(Path.Combine(RunArgument.Folder, value == RunArgument.Latest ? "" : value), folder) ? "names a run outside its folder"
        : name == "model" && value.Split(',').Any(m => ModelProviders.Before(m.Trim())?.NamesFiles == true) ? "names a file to be run as a model"
        : name == "model" && value.Split(',').Any(NeedsKey) ? "names a model of a server that is given a key"
        : name == "model" && value.Split(',').Any(m => m.Contains("base_url=", StringComparison.Ordinal) || m.Contains("key_env=", StringComparison.Ordinal)) ? "says where text or a key goes"
        : name == "model" && value.Split(',').Any(m => TokenizerOf(m) is { } t && LeadsOut(t, folder)) ? "names something outside its folder"
        : name == "model" || Inputs.Contains(name) || Harmless.Contains(name) ? null
        : "is not among what such a file may set";

    private static string? TokenizerOf(string model) =>
        model.Split('?', '&').FirstOrDefault(o => o.StartsWith("tokenizer=", StringComparison.Ordinal)) is { } option ? option[(option.LastIndexOf(':') + 1)..] : null;

    private static bool NeedsKey(string model) => ModelProviders.Before(model.Trim())?.TakesKey == true;

    /// <summary>Whether a path leads out of the folder, itself, by a link on the way, or by one that lies in the folder that it names; a plain name is no path.</summary>
    private static bool LeadsOut(string value, string folder)
    {
        var full = Path.GetFullPath(value, folder);
        var root = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        if (!full.StartsWith(root, StringComparison.Ordinal))
            return true;
        for (var at = Path.TrimEndingDirectorySeparator(full); at.Length >= root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (FileKinds.IsLink(at))
                return true;
        }

        return FileKinds.Of(full) == FileKind.Folder && HoldsLink(full);
    }

    // A project keeps its texts, vocabularies and runs as files. Where a link in there leads is not followed up: it can lead on, and be turned.
    private static bool HoldsLink(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false, MaxRecursionDepth = DeepestFolder })
                .Take(MostEntries).Any(FileKinds.IsLink);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked at is not vouched for.
            return true;
        }
    }
}
