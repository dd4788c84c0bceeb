using System.CommandLine;
using Haystack.Cli.Rendering;
using Haystack.Inference;

namespace Haystack.Cli.Settings;

/// <summary>Servers that are named and that no model is asked at: what was typed is refused, before another server is asked in its place, and what the settings hold is told.</summary>
internal static class UnusedServers
{
    private static readonly (string Option, string Provider)[] Options = [("--endpoint", "ollama"), ("--base-url", "openai"), ("--api-key-env", "openai")];

    /// <summary>Looks at a command's server options.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="options">What is in force, with the models that are named.</param>
    /// <exception cref="HaystackException">A server was typed that no model is asked at, or a name is none.</exception>
    public static void Require(ParseResult parsed, SweepOptions options)
    {
        foreach (var (option, value, fault) in Of(options))
        {
            var line = $"{option} {value}: {fault}";
            if (parsed.CommandResult.Command.Options.Any(o => o.Name == option && parsed.GetResult(o) is { Implicit: false }))
                throw new HaystackException(line);
            Console.Error.WriteLine(TerminalText.CleanLine($"warning: not used, though the settings name it: {line}"));
        }
    }

    private static IEnumerable<(string Option, string Value, string Fault)> Of(SweepOptions options)
    {
        var specs = options.Models.Select(ModelSpec.Parse).ToArray();
        foreach (var (option, provider) in Options)
        {
            var value = option switch { "--endpoint" => options.Endpoint, "--base-url" => options.BaseUrl, _ => options.ApiKeyVariable };
            if (value is null)
                continue;
            if (specs.Length == 0)
            {
                // Without a model, those of one server are taken.
                if (provider == "ollama" && options.BaseUrl is not null)
                    yield return (option, value, "without --model the models of --base-url are taken; --model NAME asks one of this server too");
                else if (provider == "openai" && options.BaseUrl is null)
                    yield return (option, value, "without --model the models of an Ollama are taken, which has no key; --base-url names a server that has one");
            }
            else if (!specs.Any(s => IsAskedThere(s, provider, isKey: option == "--api-key-env")))
            {
                yield return (option, value, Where(options.Models[0], specs[0], provider));
            }
        }
    }

    private static bool IsAskedThere(ModelSpec spec, string provider, bool isKey) =>
        spec.Provider == provider && (ModelPlace.Of(spec) is not { } place || (place.BaseUrl is null && !(isKey && place.KeyVariable is not null)));

    /// <summary>Where the first model is asked instead, and how it is spelt that it is asked there.</summary>
    private static string Where(string model, ModelSpec spec, string provider)
    {
        var isElsewhere = ModelPlace.Of(spec) is { } place && (place.BaseUrl is not null || place.KeyVariable is not null);
        var instead = spec.Provider switch
        {
            _ when isElsewhere => "says in its name where it is",
            "ollama" => model.StartsWith("ollama/", StringComparison.Ordinal) ? "is an Ollama's" : "is an Ollama's, as a name without a provider is",
            "openai" => "is an OpenAI-compatible server's",
            _ => "runs in this process",
        };
        var name = isElsewhere || spec.Provider is not ("ollama" or "openai") ? "NAME" : spec.Name;
        return $"no model that is named is asked there: '{model}' {instead}; --model {provider}/{name} is that server's";
    }
}
