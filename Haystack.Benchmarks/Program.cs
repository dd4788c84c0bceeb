using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace Haystack.Benchmarks;

internal static class Program
{
    // Each benchmark is built on its own: two minutes, the default, are too few on a busy machine.
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(10);

    private static void Main(string[] args) =>
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(BuildPatience));
}
