namespace Haystack.Cli.Settings;

/// <summary>
/// What a settings file may not say that merely lay in the working directory, such as that of a project just cloned:
/// where text is sent, which key goes with it, what is read outside its folder, and what is written.
/// </summary>
internal static class FoundSettings
{
    private static readonly string[] Servers = ["endpoint", "base-url", "api-key-env"];
    private static readonly string[] Outputs = ["out", "junit", "trx", "badge"];
    private static readonly string[] Inputs = ["corpus", "tokenizer", "no-worse-than"];

    /// <summary>Why a setting has no authority; null where it may stand.</summary>
    public static string? Fault(string name, string value, string folder) =>
        Servers.Contains(name) ? "says where text or a key goes"
        : Outputs.Contains(name) ? "says where to write"
        : Inputs.Contains(name) && LeadsOut(name == "tokenizer" ? value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..] : value, folder) ? "names something outside its folder"
        : name == "model" && value.Split(',').Any(NeedsKey) ? "names a model of a server that is given a key"
        : null;

    private static bool NeedsKey(string model) => model.Trim().StartsWith("openai/", StringComparison.Ordinal);

    /// <summary>Whether a path leads out of the folder, itself or by a link on the way; a plain name is no path.</summary>
    private static bool LeadsOut(string value, string folder)
    {
        var full = Path.GetFullPath(value, folder);
        var root = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        if (!full.StartsWith(root, StringComparison.Ordinal))
            return true;
        for (var at = full; at.Length >= root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (FileKinds.IsLink(at))
                return true;
        }

        return false;
    }
}
