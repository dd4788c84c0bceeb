using Haystack.Tests.Cli.Warm;

/// <summary>What the runtime calls before the program's own first line where DOTNET_STARTUP_HOOKS names this assembly: it wants this name, in no namespace.</summary>
internal static class StartupHook
{
    public static void Initialize() => WarmProgram.Serve();
}
