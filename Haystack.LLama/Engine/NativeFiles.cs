using LLama.Native;

namespace Haystack.LLama.Engine;

/// <summary>llama.cpp itself, loaded once into this process.</summary>
internal static class NativeFiles
{
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>The version of the library around it.</summary>
    public static string Version => typeof(NativeApi).Assembly.GetName().Version?.ToString(3) ?? "?";

    /// <summary>Loads it.</summary>
    /// <exception cref="HaystackException">It is not there for this platform, or does not load.</exception>
    public static void Require() => _ = Loaded.Value;

    private static bool Load()
    {
        var folder = Path.GetDirectoryName(typeof(NativeFiles).Assembly.Location) ?? AppContext.BaseDirectory;
        NativeLibraryConfig.All.WithSearchDirectory(folder).WithLogCallback(EngineLog.Take);
        try
        {
            NativeApi.llama_empty_call();
            return true;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or global::LLama.Exceptions.RuntimeError)
        {
            var root = e.GetBaseException().Message;
            throw new HaystackException($"llama.cpp does not load from {folder}: {Inference.Wire.OneLine.Of(root)}", e);
        }
    }
}
