using Haystack.Inference.ChatClients;
using Haystack.Inference.InProcess;
using Haystack.Inference.Ollama;
using Haystack.Inference.OpenAi;

namespace Haystack.Inference;

/// <summary>Every provider there is: whoever adds one adds its line.</summary>
internal static class ModelProviders
{
    /// <summary>All of them, in the order in which a message names them; the first is meant where a name says none.</summary>
    public static IReadOnlyList<ModelProvider> All { get; } =
    [
        OllamaServer.Provider,
        OpenAiServer.Provider,
        EngineLibrary.Provider,
        BuiltinServer.Builtin,
        BuiltinServer.Simulated,
        ChatClientServer.Provider,
    ];

    /// <summary>The one of a model that names none.</summary>
    public static ModelProvider Default => All[0];

    /// <summary>The one of that name; null where there is none, as in runs of another version.</summary>
    public static ModelProvider? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <summary>The one that a name begins with, up to its slash; null where it begins with none.</summary>
    public static ModelProvider? Before(string path) => All.FirstOrDefault(p => path.StartsWith($"{p.Name}/", StringComparison.Ordinal));

    /// <summary>Whether the models of a provider are readers of this process.</summary>
    public static bool IsInProcess(string name) => Find(name)?.IsInProcess == true;
}
