using System.CommandLine.Completions;
using Haystack.Inference;

namespace Haystack.Cli.Commands;

/// <summary>Names of models for a shell that completes a command line: those of the local Ollama, if it tells them at once, and the built-in readers.</summary>
internal static class ModelCompletion
{
    /// <summary>Who presses Tab does not wait for a server that is not there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    public static IEnumerable<CompletionItem> Names() => Names(new ModelServerOptions(), Patience).Select(n => new CompletionItem(n));

    internal static IReadOnlyList<string> Names(ModelServerOptions options, TimeSpan patience)
    {
        using var stop = new CancellationTokenSource(patience);
        using var servers = new ModelServers(options);
        var names = new List<string>();
        foreach (var provider in ModelProviders.All.Where(p => p.IsInProcess).Prepend(ModelProviders.Default))
        {
            try
            {
                // A completion is asked for by a method that waits.
                names.AddRange(Task.Run(() => servers.For(provider.Name).ListAsync(stop.Token)).GetAwaiter().GetResult());
            }
            catch (Exception e) when (!provider.IsInProcess && e is HaystackException or OperationCanceledException)
            {
                // No server, or none that answers in time: the built-in readers are always there.
            }
        }

        return names;
    }
}
