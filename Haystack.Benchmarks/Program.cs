using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Haystack.Benchmarks.Scale;
using Haystack.Tests.Storage;

namespace Haystack.Benchmarks;

internal static class Program
{
    // Each benchmark is built on its own: two minutes, the default, are too few on a busy machine.
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(10);

    private static async Task Main(string[] args)
    {
        if (args is ["large-run", var folder, var trials])
        {
            Console.WriteLine(await LargeShards.MakeAsync(folder, int.Parse(trials, CultureInfo.InvariantCulture), shards: 4).ConfigureAwait(false));
            return;
        }

        if (args is ["replay"])
        {
            foreach (var line in ScalePlans.Lines())
                Console.WriteLine(line);
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(BuildPatience));
    }
}
