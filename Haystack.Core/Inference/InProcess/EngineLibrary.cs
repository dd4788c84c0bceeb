using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Haystack.Inference.InProcess;

/// <summary>
/// The engine for GGUF files, a package of its own: found beside this program (an application that references it), in the store
/// of tools that this tool was installed into, or in the output folder next to this one (run from the sources).
/// </summary>
internal static class EngineLibrary
{
    /// <summary><c>gguf/PATH</c>.</summary>
    public static ModelProvider Provider { get; } = new("gguf", Load) { NamesFiles = true, ForcesAnswers = true };

    private const string Name = "Haystack.LLama", Tool = "Haystack.LLama.Tool", Server = "Haystack.LLama.GgufServer";

    private static readonly Lock Gate = new();
    private static Assembly? _loaded;

    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled => Find(AppContext.BaseDirectory) is not null;

    /// <summary>The server of <c>gguf/…</c>.</summary>
    /// <exception cref="HaystackException">The engine is not installed, or is of another version; one line says how to get it.</exception>
    public static IModelServer Load(ModelServerOptions options) =>
        (IModelServer)Activator.CreateInstance(Assembly().GetType(Server, throwOnError: true)!, options)!;

    /// <summary>Where the engine is for a program in <paramref name="folder"/>; null where it is not installed.</summary>
    internal static string? Find(string folder) => Places(folder).FirstOrDefault(File.Exists);

    private static Assembly Assembly()
    {
        lock (Gate)
            return _loaded ??= Load(Find(AppContext.BaseDirectory) ?? throw new HaystackException($"models named gguf/… need the engine, which is a package of its own: {HowToGet(AppContext.BaseDirectory)}"));
    }

    private static Assembly Load(string path)
    {
        var own = typeof(EngineLibrary).Assembly.GetName().Version;
        if (AssemblyName.GetAssemblyName(path).Version is var version && version != own)
            throw new HaystackException($"the engine for gguf/… at {path} is of version {version?.ToString(3)}, and this is {own?.ToString(3)}: {HowToGet(AppContext.BaseDirectory)}");
        return Path.GetDirectoryName(path) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)
            ? System.Reflection.Assembly.Load(new AssemblyName(Name))
            : new Context(path).LoadFromAssemblyPath(path);
    }

    private static string HowToGet(string folder)
    {
        var version = typeof(EngineLibrary).Assembly.GetName().Version?.ToString(3);
        var tool = $"dotnet tool install {Tool}.{RuntimeInformation.RuntimeIdentifier} --version {version}";
        return StoreOf(folder) is { } store ? $"`{tool} --tool-path {Path.GetDirectoryName(store)}` puts it beside this tool"
            : CacheOf(folder) is not null ? $"`{tool}` puts it beside this tool"
            : $"`dotnet add package {Name} --version {version}` puts it beside this program";
    }

    private static IEnumerable<string> Places(string folder)
    {
        yield return Path.Combine(folder, $"{Name}.dll");
        // artifacts/bin/PROJECT/CONFIGURATION
        var configuration = new DirectoryInfo(Path.TrimEndingDirectorySeparator(folder));
        if (configuration.Parent?.Parent is { } bin)
            yield return Path.Combine(bin.FullName, Name, configuration.Name, $"{Name}.dll");
        if ((StoreOf(folder) ?? CacheOf(folder)) is not { } root || !Directory.Exists(root))
            yield break;
        foreach (var package in Directory.EnumerateDirectories(root, $"{Tool.ToLowerInvariant()}.*").Order(StringComparer.Ordinal))
        {
            foreach (var file in InputFolder.Files(package, [".dll"]).Where(f => Path.GetFileName(f) == $"{Name}.dll"))
                yield return file;
        }
    }

    // STORE/haystack.cli/VERSION/haystack.cli/VERSION/tools/net10.0/any: the .NET SDK's layout of installed tools.
    private static string? StoreOf(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (at.Name == ".store")
                return at.FullName;
        }

        return null;
    }

    // PACKAGES/haystack.cli/VERSION/tools/net10.0/any: a tool of a project's own manifest runs from the cache of packages.
    private static string? CacheOf(string folder) =>
        new DirectoryInfo(Path.TrimEndingDirectorySeparator(folder)).Parent?.Parent is { Name: "tools", Parent: { Parent: { Name: "haystack.cli", Parent: { } cache } } } ? cache.FullName : null;

    /// <summary>What the program has is taken from it, so that both know one Haystack.Core; the rest lies beside the engine.</summary>
    private sealed class Context(string path) : AssemblyLoadContext("Haystack engine")
    {
        private readonly AssemblyDependencyResolver _beside = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(assemblyName);
            }
            // Not there, or there in an older version.
            catch (Exception e) when (e is FileNotFoundException or FileLoadException)
            {
                return _beside.ResolveAssemblyToPath(assemblyName) is { } own ? LoadFromAssemblyPath(own) : null;
            }
        }
    }
}
