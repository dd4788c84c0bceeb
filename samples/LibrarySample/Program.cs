using Haystack;
using Haystack.Sweeping;

var options = new SweepOptions { Models = ["builtin/oracle"], Contexts = [2048], Documents = 2, OutputDirectory = args[0] };
await foreach (var happened in Sweep.RunAsync(options))
    if (happened is SweepFinished end) Console.WriteLine($"{end.Finished} of {end.Trials} trials, {end.Invalid} invalid, {end.End}");
