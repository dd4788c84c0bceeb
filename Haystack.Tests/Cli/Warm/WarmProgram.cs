using System.Reflection;
using System.Text.Json;

namespace Haystack.Tests.Cli.Warm;

/// <summary>
/// Runs within the program's own process, before its first line: calls its entry point once for every request, each in its
/// own directory, with its own variables and its own streams. What a process does once and forgets (compiling ten thousand
/// methods, reading a vocabulary of 200,000) is most of what a run of two seconds costs.
/// </summary>
internal static class WarmProgram
{
    /// <summary>Answers each line of standard input with the exit code of the run that it asks for, until there is none.</summary>
    public static void Serve()
    {
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        using var requests = new StreamReader(StandardStreams.Keep(0, FileAccess.Read));
        using var answers = new StreamWriter(StandardStreams.Keep(1, FileAccess.Write)) { AutoFlush = true };
        var entry = Assembly.GetEntryAssembly()!.EntryPoint!;
        while (requests.ReadLine() is { } line)
            answers.WriteLine(Run(entry, JsonSerializer.Deserialize<WarmRequest>(line)!));
        Environment.Exit(0);
    }

    private static int Run(MethodInfo entry, WarmRequest request)
    {
        var before = request.Variables.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        foreach (var (name, value) in request.Variables)
            Environment.SetEnvironmentVariable(name, value);
        Environment.CurrentDirectory = request.Directory;
        StandardStreams.Set(request.Input, request.Output, request.Error);
        try
        {
            return (int)entry.Invoke(null, [request.Arguments])!;
        }
        catch (TargetInvocationException e)
        {
            // As a process that dies of it: the text on its standard error, and the code of an abort.
            Console.Error.WriteLine($"Unhandled exception. {e.InnerException}");
            return 134;
        }
        finally
        {
            Console.Out.Flush();
            Console.Error.Flush();
            StandardStreams.Set("/dev/null", "/dev/null", "/dev/null");
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }
    }
}
