using System.CommandLine;
using Haystack.Checking;
using Haystack.Cli.Rendering;
using Haystack.Inference;
using Haystack.Inference.Health;
using Haystack.Inference.Ollama;
using Haystack.Plots;
using Haystack.Tokenization;

namespace Haystack.Cli.Commands;

/// <summary><c>haystack doctor</c>: whether a sweep would run here, and what to do if not.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Looks at the server, its version and models, memory against the planned num_ctx, disk and fonts, and says what to do. Asks no model anything, but with --ask and --cache. Exit code 1 if a sweep would not run, 2 if a server's cache changes answers.");
        var server = new ServerOptions(command);
        var maxContext = new Option<string>("--max-ctx") { HelpName = "SIZE", Description = "The longest context that is planned.", DefaultValueFactory = _ => "32k" };
        var output = new Option<string>("--out") { HelpName = "PATH", Description = "Where runs are to be written.", DefaultValueFactory = _ => "runs" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each finding." };
        var cache = new Option<string?>("--cache") { HelpName = "MODEL", Description = "Asks this model instead, for about a minute: whether its server's prefix cache is used, and whether answers that rest on it can be trusted." };
        var ask = new Option<string?>("--ask") { HelpName = "MODEL", Description = "Asks this model instead the question that a sweep begins with, whose answer stands in a short text: whether the whole way from a request to an outcome works, and if not, which step fails." };
        command.Add(ask);
        command.Add(cache);
        command.Add(maxContext);
        command.Add(output);
        command.Add(json);
        command.Runs(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(ask) is { } asked)
            {
                var dry = await DryDoctor.RunAsync(server.ReadSweep(parsed, asked) with { MaxContextTokens = TokenSize.Parse(parsed.GetValue(maxContext)!) }, Notice, cancellationToken).ConfigureAwait(false);
                await WriteAsync([dry], parsed.GetValue(json)).ConfigureAwait(false);
                return dry.Level == FindingLevel.Bad ? ExitCodes.Usage : ExitCodes.Done;
            }

            if (parsed.GetValue(cache) is { } model)
                return await LookAtCacheAsync(server.ReadSweep(parsed, model), parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
            var (options, isNamed) = server.Read(parsed);
            var findings = await LookAsync(options, TokenSize.Parse(parsed.GetValue(maxContext)!), parsed.GetValue(output)!, cancellationToken, isNamed).ConfigureAwait(false);
            await WriteAsync(findings, parsed.GetValue(json)).ConfigureAwait(false);
            return findings.Any(f => f.Level == FindingLevel.Bad) ? ExitCodes.Usage : ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> LookAtCacheAsync(SweepOptions options, bool json, CancellationToken cancellationToken)
    {
        var look = await CacheDoctor.RunAsync(options, Notice, cancellationToken).ConfigureAwait(false);
        await WriteAsync(look.Findings(), json).ConfigureAwait(false);
        return look.IsBad ? ExitCodes.TooManyInvalid : ExitCodes.Done;
    }

    private static void Notice(string text) => Console.Error.WriteLine(TerminalText.CleanLine(text));

    private static async Task WriteAsync(IEnumerable<CheckFinding> findings, bool json)
    {
        foreach (var finding in findings)
            await Console.Out.WriteLineAsync(json ? Json.Line(finding) : Line(finding)).ConfigureAwait(false);
    }

    internal static async Task<IReadOnlyList<CheckFinding>> LookAsync(ModelServerOptions options, int contextTokens, string output, CancellationToken cancellationToken, bool isNamed = false)
    {
        List<CheckFinding> findings = options.BaseUrl is null
            ? await OllamaAsync(options, contextTokens, isNamed, cancellationToken).ConfigureAwait(false)
            : [.. await OpenAiCheck.RunAsync(options, contextTokens, cancellationToken).ConfigureAwait(false)];
        findings.Add(MachineCheck.Disk(output));
        PlotFont.Register();
        findings.Add(new(FindingLevel.Good, "fonts", $"pictures bring their own ({PlotFont.Family})"));
        findings.Add(HaystackCache.DirectoryFrom(options.ReadVariable) is { } cache
            ? new(FindingLevel.Good, "cache", $"tokenizers are kept in {cache}")
            : new(FindingLevel.Warning, "cache", "there is no place to keep tokenizers: each start reads them anew", "HOME or XDG_CACHE_HOME names one"));
        findings.Add(new(FindingLevel.Good, "standard weight", "whether a server shows a model the whole prompt is weighed by `haystack reference write --out DIR`, its file loaded there, and `haystack reference check --model …`"));
        return findings;
    }

    private static async Task<List<CheckFinding>> OllamaAsync(ModelServerOptions options, int contextTokens, bool isNamed, CancellationToken cancellationToken)
    {
        using var server = new OllamaServer(options);
        var video = server.Api.Address.IsLoopback ? await MachineCheck.VideoMemoryAsync(cancellationToken).ConfigureAwait(false) : null;
        // The memory of another machine is not ours to know.
        var memory = video ?? (server.Api.Address.IsLoopback ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : null);
        List<CheckFinding> findings = [.. await ServerCheck.RunAsync(server, contextTokens, memory, cancellationToken).ConfigureAwait(false)];
        // Without one a sweep takes the built-in readers; with one that was named it does not run.
        if (isNamed)
            findings = [.. findings.Select(f => f is { Subject: "Ollama", Level: FindingLevel.Warning } ? f with { Level = FindingLevel.Bad, Remedy = "ollama serve there, or name another (--endpoint URL)" } : f)];
        if (server.Api.Address.IsLoopback)
            findings.Add(MachineCheck.Memory(video));
        return findings;
    }

    internal static string Line(CheckFinding finding)
    {
        var mark = finding.Level switch { FindingLevel.Good => "ok     ", FindingLevel.Warning => "warning", _ => "bad    " };
        return TerminalText.CleanLine($"{mark}  {finding.Subject}: {finding.Text}{(finding.Remedy is { } remedy ? $" → {remedy}" : "")}");
    }
}
